package io.isthmus.lab.bench;

import io.isthmus.lab.compute.ComputeBench;
import io.isthmus.lab.overload.OverloadBench;
import picocli.CommandLine.Command;

/** {@code bench}: measures what the documentation claims. */
@Command(
    name = "bench",
    description = "Measures what the documentation claims, and says whether it holds here.",
    subcommands = {
      CutsBench.class,
      EncodingsBench.class,
      DecisionBench.class,
      OverheadBench.class,
      MemoryBench.class,
      StartupBench.class,
      AllocationBench.class,
      PredictionBench.class,
      StepsBench.class,
      ComputeBench.class,
      OverloadBench.class,
      PicturesBench.class,
      PhotographsBench.class
    },
    synopsisSubcommandLabel = "NAME")
public final class BenchCommand {}
