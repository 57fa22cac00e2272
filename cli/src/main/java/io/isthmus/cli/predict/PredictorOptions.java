package io.isthmus.cli.predict;

import io.isthmus.calibration.Accuracy;
import io.isthmus.calibration.Calibration;
import io.isthmus.calibration.store.CalibrationStore;
import io.isthmus.cli.UsageException;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import io.isthmus.profile.TimingProfile;
import io.isthmus.profile.store.ProfileStore;
import io.isthmus.units.DataSize;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code map} and {@code scenario} predict: network, machines and terms. */
public final class PredictorOptions {

  @Parameters(
      paramLabel = "PACKAGE",
      description = "A model package, or the manifest.json of one: shapes are enough.")
  private Path file = Path.of("");

  @Option(
      names = "--device",
      required = true,
      paramLabel = "PROFILE",
      description = "Timing profile of the device (see profile).")
  private Path device = Path.of("");

  @Option(
      names = "--edge",
      required = true,
      paramLabel = "PROFILE",
      description = "Timing profile of the edge.")
  private Path edge = Path.of("");

  @Option(
      names = "--slowdown",
      paramLabel = "FACTOR",
      description = "The device is that many times slower than its profile; 1 by default.")
  private double slowdown = 1;

  @Option(
      names = "--edge-slowdown",
      paramLabel = "FACTOR",
      description = {
        "The edge is that many times slower than its profile, or faster with a factor below 1; 1 by"
            + " default."
      })
  private double edgeSlowdown = 1;

  @Option(
      names = "--calibration",
      paramLabel = "FILE",
      description =
          "What encodings cost, as calibrate has written it; raw tensors only by default.")
  private @Nullable Path calibration;

  @Option(
      names = "--accuracy",
      paramLabel = "BUDGET",
      description = {
        "How much answers may differ: exact (default), a share of changed answers such as 0.01, or"
            + " loss: with a share. Needs --calibration."
      })
  private String accuracy = "exact";

  @Option(
      names = "--cost",
      paramLabel = "paper|wire",
      description = {
        "wire (default): all bytes that really cross the link; paper: Eq. 4 and 5 to the letter,"
            + " one byte an element."
      })
  private CostKind cost = CostKind.WIRE;

  @Option(
      names = "--input",
      paramLabel = "frames|jpeg",
      description = "What cut 0 sends, with --cost wire; frames by default.")
  private InputKind input = InputKind.FRAMES;

  @Option(
      names = "--jpeg-size",
      paramLabel = "SIZE",
      description = "Size of one photograph; the mean of models/samples by default.")
  private @Nullable DataSize jpegSize;

  @Option(names = "--privacy", description = "Raw input may not leave the device: no cut 0.")
  private boolean privacy;

  /** Reads network and profiles. */
  public Machines machines() throws IOException, InvalidPackageException, UsageException {
    requirePositive("--slowdown", slowdown);
    requirePositive("--edge-slowdown", edgeSlowdown);
    return Machines.of(
        ModelPackage.readNetwork(file),
        profile(device).slowed(slowdown),
        profile(edge).slowed(edgeSlowdown));
  }

  private static void requirePositive(String name, double factor) throws UsageException {
    if (!(factor > 0 && Double.isFinite(factor))) {
      throw new UsageException("%s must be positive, not %s".formatted(name, factor));
    }
  }

  private static TimingProfile profile(Path file) throws IOException, UsageException {
    try {
      return ProfileStore.read(file);
    } catch (FileSystemException e) {
      throw e; // missing, not allowed …
    } catch (IOException e) { // something else than a profile
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /** What is counted and allowed on these machines. */
  public Terms terms(Machines machines) throws IOException, UsageException {
    if (input == InputKind.FRAMES && jpegSize != null) {
      throw new UsageException("--jpeg-size goes with --input jpeg");
    }
    if (input == InputKind.JPEG && !machines.network().takesPictures()) {
      throw new UsageException(
          "--input jpeg is for networks that take pictures; this one takes %s"
              .formatted(machines.network().input().shape()));
    }
    if (input == InputKind.JPEG && cost == CostKind.PAPER) {
      throw new UsageException("--cost paper knows raw input only: --input jpeg needs --cost wire");
    }
    return new Terms(cost, form(), !privacy, calibration(machines), budget());
  }

  private Accuracy budget() throws UsageException {
    Accuracy budget =
        Accuracy.parse(accuracy)
            .orElseThrow(() -> new UsageException("--accuracy must be " + Accuracy.VALUES));
    if (calibration == null && !budget.equals(Accuracy.EXACT)) {
      throw new UsageException("--accuracy %s needs --calibration".formatted(accuracy));
    }
    return budget;
  }

  private @Nullable Calibration calibration(Machines machines) throws IOException, UsageException {
    if (calibration == null) {
      return null;
    }
    if (cost == CostKind.PAPER) {
      throw new UsageException("--cost paper knows no encodings: --calibration needs --cost wire");
    }
    machines.requireCodecs();
    try {
      return CalibrationStore.read(calibration, machines.network());
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) { // something else than its calibration
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private InputForm form() throws IOException {
    if (input == InputKind.FRAMES) {
      return new InputForm.Frames();
    }
    return jpegSize == null ? Samples.mean() : Samples.ofSize(jpegSize);
  }

  /** The terms in one line. */
  public String describe() {
    String sent =
        cost == CostKind.PAPER ? "Eq. 4 to the letter" : "bytes on the wire, input as " + lower();
    String faster = edgeSlowdown == 1 ? "" : ", edge %s times".formatted(edgeSlowdown);
    String budget = calibration == null ? "" : ", accuracy " + accuracy;
    return "%s, device %s times slower than its profile%s%s%s"
        .formatted(sent, slowdown, faster, privacy ? ", raw input stays" : "", budget);
  }

  private String lower() {
    return input == InputKind.FRAMES ? "frames" : "JPEG";
  }
}
