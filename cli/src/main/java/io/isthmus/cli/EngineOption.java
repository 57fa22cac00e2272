package io.isthmus.cli;

import io.isthmus.engine.ComputeDevice;
import io.isthmus.engine.UnitChain;
import io.isthmus.engine.backends.EngineChoice;
import io.isthmus.engine.backends.EngineSelection;
import io.isthmus.engine.backends.LoadWatch;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which engine computes, for the commands that compute themselves. */
public final class EngineOption {

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description = "auto (the default, the faster one here), pytorch or onnxruntime.")
  private EngineChoice choice = EngineChoice.AUTO;

  @Mixin private LimitsOption limits = new LimitsOption();

  /** Loads a package to compute on the processor; see the other method. */
  public UnitChain load(ModelPackage model, int threads)
      throws IOException, InvalidPackageException, UsageException {
    return load(model, threads, ComputeDevice.CPU);
  }

  /**
   * Loads a package.
   *
   * @param threads that compute one operator
   * @param device that computes
   * @return the chain, warm; the caller closes it
   */
  UnitChain load(ModelPackage model, int threads, ComputeDevice device)
      throws IOException, InvalidPackageException, UsageException {
    try (LoadWatch watch = limits.watch(model)) {
      return new EngineSelection(model, threads, device, null).load(choice, watch);
    }
  }
}
