package io.isthmus.lab.reproduce;

import io.isthmus.cli.Csv;
import io.isthmus.cli.Markdown;
import io.isthmus.cli.UsageException;
import io.isthmus.cli.trace.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Everything that docs/reproduction shows, written part by part. */
final class Reproduction {

  /** What the traces' rates are multiplied with: mobile links as they are, and ten times better. */
  private static final List<Integer> SCALES = List.of(1, 10);

  private final Sources sources;
  private final Path out;
  private final boolean figures;
  private final Runnable step;
  private final Markdown page = new Markdown();
  private final List<GainRow> gains = new ArrayList<>();

  /**
   * Writes to a folder.
   *
   * @param figures whether to draw, too
   * @param step called after each of {@link #steps}
   */
  Reproduction(Sources sources, Path out, boolean figures, Runnable step) {
    this.sources = sources;
    this.out = out;
    this.figures = figures;
    this.step = step;
  }

  /** How many parts there are. */
  static int steps(Sources sources) {
    return Variant.values().length * (Speed.values().length + sources.traces().size());
  }

  void write() throws IOException, UsageException {
    page.heading(1, "Tables")
        .paragraph(
            "`./isthmus reproduce` writes this page; [README.md](README.md) explains it. The columns"
                + " *over …* hold G, the gain of choosing the cut for every state over a fixed cut"
                + " (Eq. 7): over the best fixed cut, over the best fixed split, over offload and"
                + " over local.");
    BottleneckStudy.write(sources.all(), data("bottlenecks.csv"), page);
    grid();
    if (!sources.lean().isEmpty()) {
      LeanStudy.write(sources.lean(), page, figures ? out.resolve("figures") : null);
    }
    traces();
    Csv.write(data("gains.csv"), GainRow.class, gains);
    Files.writeString(out.resolve("tables.md"), page.toString());
  }

  private Path data(String name) {
    return out.resolve("data").resolve(name);
  }

  private void grid() throws IOException, UsageException {
    page.heading(2, "Over 1–128 MB/s and batches 1–64")
        .paragraph(
            "The share of the states in which each mode is the best, the number of cuts that are"
                + " the best in some state (*cuts*), and G. Every state has the same weight; rates"
                + " lie evenly on a logarithmic scale. [gains.csv](data/gains.csv) has every fixed"
                + " cut, [best-cuts.csv](data/best-cuts.csv) the best cuts at powers of two.");
    List<BestCutRow> best = new ArrayList<>();
    for (Speed speed : Speed.values()) {
      for (Variant variant : Variant.values()) {
        best.addAll(grid(new GridStudy(sources.cases(variant, speed))));
        step.run();
      }
      if (figures) {
        B4Figure.draw(sources.b4(), speed, sources.photo(), out.resolve("figures"));
      }
    }
    Csv.write(data("best-cuts.csv"), BestCutRow.class, best);
  }

  private List<BestCutRow> grid(GridStudy study) throws IOException {
    gains.addAll(study.gains());
    study.table(page);
    if (figures) {
      study.draw(out.resolve("figures"));
    }
    return study.bestCuts();
  }

  private void traces() throws UsageException {
    page.heading(2, "Over measured links")
        .paragraph(
            "Means of the paper's networks, %s. Every second has one request of 1, 4, 16 and 64 images."
                    .formatted(Speed.ONE_CORE.title())
                + " [gains.csv](data/gains.csv) has each network on each trace.");
    for (Variant variant : Variant.values()) {
      List<Case> cases = sources.cases(variant, Speed.ONE_CORE);
      TraceStudy study = new TraceStudy();
      for (Trace trace : sources.traces()) {
        for (int scale : SCALES) {
          study.add(trace, scale, cases);
        }
        step.run();
      }
      gains.addAll(study.gains());
      page.heading(3, variant.title());
      study.table(page);
    }
  }
}
