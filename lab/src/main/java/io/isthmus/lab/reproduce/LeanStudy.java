package io.isthmus.lab.reproduce;

import io.isthmus.calibration.Accuracy;
import io.isthmus.calibration.Calibration;
import io.isthmus.calibration.store.CalibrationStore;
import io.isthmus.cli.Markdown;
import io.isthmus.cli.Statistics;
import io.isthmus.cli.UsageException;
import io.isthmus.cli.chart.Panel;
import io.isthmus.cli.chart.Sheet;
import io.isthmus.cli.map.MapFigures;
import io.isthmus.cli.map.SplitMap;
import io.isthmus.cli.predict.Batches;
import io.isthmus.cli.predict.Figures;
import io.isthmus.cli.predict.InputForm;
import io.isthmus.cli.predict.Machines;
import io.isthmus.cli.predict.Predictor;
import io.isthmus.cli.predict.RateRange;
import io.isthmus.cli.predict.State;
import io.isthmus.cli.predict.Terms;
import io.isthmus.decision.LatencyBreakdown;
import io.isthmus.decision.Mode;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.profile.TimingProfile;
import io.isthmus.units.DataRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The plane of states once more with encodings: trained networks, their calibrations, and what a
 * budget makes of the best cuts. Both machines may be faster at units; encodings run on their
 * processors and are not.
 */
final class LeanStudy {

  /** The folders of the trained networks: one knows pictures of clothes, one photographs. */
  private static final List<String> NETWORKS =
      List.of("efficientnet_b0_fashion", "mobilenet_v2_photographs");

  private static final RateRange RATES = new RateRange(new DataRate(31.25e3), new DataRate(128e6));
  private static final int LARGEST_BATCH = 64;

  private static final List<String> HEAD =
      List.of("input", "answers", "offload", "split", "local", "time of raw tensors / its own");

  /**
   * What is known to choose from: raw tensors only, as before there were encodings, or a budget.
   */
  private record Choice(String title, @Nullable Calibration calibration, Accuracy accuracy) {}

  private final String name;
  private final Measured measured;
  private final InputForm.Jpeg photo;
  private final List<Choice> choices;

  private LeanStudy(String name, Measured measured, Calibration calibration, InputForm.Jpeg photo) {
    this.name = name;
    this.measured = measured;
    this.photo = photo;
    this.choices =
        List.of(
            new Choice("exact, raw tensors", null, Accuracy.EXACT),
            new Choice("exact", calibration, Accuracy.EXACT),
            new Choice("at most 1 % changed", calibration, new Accuracy.Changed(0.01)),
            new Choice("at most 2 % changed", calibration, new Accuracy.Changed(0.02)));
  }

  /** Reads the folders of the networks that are there. */
  static List<LeanStudy> read(Path profiles, InputForm.Jpeg photo)
      throws IOException, InvalidPackageException {
    List<LeanStudy> studies = new ArrayList<>();
    for (String name : NETWORKS) {
      Path folder = profiles.resolve(name);
      if (Files.isDirectory(folder)) {
        Measured measured = Measured.read(profiles, List.of(name)).get(0);
        Path file = folder.resolve("calibration.json");
        Calibration calibration = CalibrationStore.read(file, measured.network());
        studies.add(new LeanStudy(name, measured, calibration, photo));
      }
    }
    return studies;
  }

  /** Writes the tables, and the maps if a folder for figures is given. */
  static void write(List<LeanStudy> studies, Markdown page, @Nullable Path figures)
      throws IOException, UsageException {
    page.heading(2, "With encodings: over 31 kB/s–128 MB/s and batches 1–64")
        .paragraph(
            "Trained networks, with the calibrations beside their profiles; the device is 6 times"
                + " slower. *Raw tensors* is what there was before encodings. The last column is"
                + " the geometric mean over all states of the time with raw tensors over the time"
                + " with that choice.");
    for (LeanStudy study : studies) {
      study.write(page, figures);
    }
  }

  private void write(Markdown page, @Nullable Path figures) throws IOException, UsageException {
    for (Speed speed : Speed.values()) {
      write(speed, page, figures);
    }
  }

  private void write(Speed speed, Markdown page, @Nullable Path figures)
      throws IOException, UsageException {
    List<List<String>> rows = new ArrayList<>();
    List<Panel> panels = new ArrayList<>();
    for (Variant variant : List.of(Variant.JPEG, Variant.FRAMES, Variant.PRIVATE)) {
      List<LatencyBreakdown> before = List.of();
      for (Choice choice : choices) {
        SplitMap map = map(variant, speed, choice);
        List<LatencyBreakdown> best = best(map);
        before = before.isEmpty() ? best : before;
        rows.add(row(variant, choice, best, before));
        panels.add(MapFigures.bestCut(variant.title() + "; " + choice.title(), map));
      }
    }
    page.heading(3, "%s, %s".formatted(name, speed.title())).table(HEAD, rows);
    if (figures != null) {
      String title = "Best cut with encodings, %s, %s".formatted(name, speed.title());
      new Sheet(title, choices.size(), panels, List.of())
          .writePng(figures.resolve("best-cut-%s-%s.png".formatted(name, speed.id())));
    }
  }

  private SplitMap map(Variant variant, Speed speed, Choice choice) throws UsageException {
    Machines machines = machines(speed);
    Terms on = variant.terms(photo);
    Terms terms =
        new Terms(
            on.cost(), on.input(), on.rawInputMayLeave(), choice.calibration(), choice.accuracy());
    int largest = Math.min(LARGEST_BATCH, machines.largestBatch());
    return new SplitMap(new Predictor(machines, terms), RATES, Batches.upTo(largest));
  }

  private Machines machines(Speed speed) throws UsageException {
    TimingProfile profile = measured.profile();
    Instant when = profile.measured();
    TimingProfile slow = profile.slowed(Measured.SLOWDOWN);
    return Machines.of(
        measured.network(),
        slow.slowed(1 / speed.factor()).withCodecs(slow.codecs(), when),
        profile.slowed(1 / speed.factor()).withCodecs(profile.codecs(), when));
  }

  private static List<LatencyBreakdown> best(SplitMap map) {
    List<State> states = map.states();
    return states.parallelStream().map(map.predictor()::best).toList();
  }

  private List<String> row(
      Variant variant, Choice choice, List<LatencyBreakdown> best, List<LatencyBreakdown> before) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < best.size(); i++) {
      ratios.add(before.get(i).totalMs() / best.get(i).totalMs());
    }
    return List.of(
        variant.title(),
        choice.title(),
        share(best, Mode.OFFLOAD),
        share(best, Mode.SPLIT),
        share(best, Mode.LOCAL),
        String.format(Locale.ROOT, "%.3f", Statistics.geometricMean(ratios)));
  }

  private String share(List<LatencyBreakdown> best, Mode mode) {
    int length = measured.network().length();
    long count = best.stream().filter(time -> Mode.of(time.option(), length) == mode).count();
    return Figures.percent((double) count / best.size());
  }
}
