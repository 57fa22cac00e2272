package io.isthmus.model;

import io.isthmus.audio.AudioInput;
import io.isthmus.image.ImageTransform;
import io.isthmus.network.Network;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A trained network as the exporter wrote it: manifest, files of every unit in one or several
 * forms, labels. No file is read for use before its SHA-256 was verified; nothing is unpacked and
 * nothing is written. Thread-safe.
 */
public final class ModelPackage implements Closeable {

  static final String MANIFEST = "manifest.json";

  private final Path path;
  private final VerifiedFiles files;
  private final Manifest manifest;
  private final Network network;
  private final List<String> labels;

  private ModelPackage(
      Path path, VerifiedFiles files, Manifest manifest, List<String> labels, String fingerprint) {
    this.path = path;
    this.files = files;
    this.manifest = manifest;
    this.labels = labels;
    this.network = manifest.network(fingerprint);
  }

  /**
   * Opens a package and verifies every file that its manifest names.
   *
   * @param path a folder, or a .zip of one
   * @throws InvalidPackageException if it is missing, corrupt, truncated, altered or unsafe
   * @throws IOException if it cannot be read
   */
  public static ModelPackage open(Path path) throws IOException, InvalidPackageException {
    ModelPackage model = openToRun(path);
    try {
      for (Manifest.FileEntry file : model.manifest.files()) {
        model.verify(file);
      }
      return model;
    } catch (IOException | InvalidPackageException | RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /**
   * Opens a package of which one form is to run: that the files of units are there is found now,
   * what is in them when they are opened.
   *
   * @param path a folder, or a .zip of one
   * @throws InvalidPackageException if it is missing, or its manifest or a file beside the units is
   *     corrupt, altered or unsafe
   * @throws IOException if it cannot be read
   */
  public static ModelPackage openToRun(Path path) throws IOException, InvalidPackageException {
    PackageFiles files = PackageFiles.open(path);
    try {
      byte[] json = readManifest(files);
      Manifest manifest = Manifest.parse(json);
      for (Manifest.FileEntry file : manifest.files()) {
        VerifiedFiles.requireThere(files, file);
      }
      VerifiedFiles verified = new VerifiedFiles(files);
      for (Manifest.FileEntry file : manifest.besideUnits()) {
        verified.verify(file);
      }
      List<String> labels = Labels.read(files, manifest);
      return new ModelPackage(path, verified, manifest, labels, fingerprint(json));
    } catch (InvalidPackageException | FileNotFoundException e) { // the latter: a link leads out
      files.close();
      throw unusable(path, e);
    } catch (IOException | RuntimeException e) {
      files.close();
      throw e;
    }
  }

  /**
   * Reads the shape of a network and nothing else: weights are large, and predictions need none.
   * The manifest is checked as {@link #open} checks it; the files that it names are not looked at.
   *
   * @param path a package, or a manifest by itself: any file that ends in {@code .json}
   * @throws InvalidPackageException if it is missing, or the manifest is damaged or cannot be
   * @throws IOException if it cannot be read
   */
  public static Network readNetwork(Path path) throws IOException, InvalidPackageException {
    boolean bare = path.toString().endsWith(".json") && Files.isRegularFile(path);
    try (PackageFiles files = bare ? new BareManifest(path) : PackageFiles.open(path)) {
      try {
        byte[] json = readManifest(files);
        return Manifest.parse(json).network(fingerprint(json));
      } catch (InvalidPackageException | FileNotFoundException e) {
        throw unusable(path, e);
      }
    }
  }

  private static InvalidPackageException unusable(Path path, Exception reason) {
    return new InvalidPackageException(
        "Model package %s cannot be used: %s".formatted(path, reason.getMessage()));
  }

  private static byte[] readManifest(PackageFiles files)
      throws IOException, InvalidPackageException {
    if (!files.has(MANIFEST)) {
      throw new InvalidPackageException("it has no manifest.json at its top");
    }
    return files.readText(MANIFEST);
  }

  /** A failure names the package. */
  private void verify(Manifest.FileEntry file) throws IOException, InvalidPackageException {
    try {
      files.verify(file);
    } catch (InvalidPackageException | FileNotFoundException e) { // the latter: a link leads out
      throw unusable(path, e);
    }
  }

  private static String fingerprint(byte[] manifest) {
    return HexFormat.of().formatHex(VerifiedFiles.sha256().digest(manifest));
  }

  /**
   * What to throw where the package turns out to be of no use; the reason goes into its message.
   */
  public InvalidPackageException unusable(String reason) {
    return unusable(path, new InvalidPackageException(reason));
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** The shape of the network. */
  public Network network() {
    return network;
  }

  /** What the exporter said about the model. */
  public String description() {
    return manifest.description();
  }

  /** Class names by index; empty where the package has none. */
  public List<String> labels() {
    return labels;
  }

  /** The forms that the units are written in, the most wanted first. */
  public List<Form> forms() {
    return manifest.forms();
  }

  /**
   * The first form that an engine runs on a processor.
   *
   * @throws InvalidPackageException if there is none; the message names the forms that there are
   */
  public Form form(Form.Engine engine, Form.Processor processor) throws InvalidPackageException {
    return findForm(engine, processor)
        .orElseThrow(
            () ->
                unusable(
                    "it has no form that %s runs on %s; it has %s"
                        .formatted(
                            engine.word(),
                            processor.word(),
                            forms().stream()
                                .map(Form::toString)
                                .collect(Collectors.joining(", ")))));
  }

  /** The first form that an engine runs on a processor, if there is one. */
  public Optional<Form> findForm(Form.Engine engine, Form.Processor processor) {
    return forms().stream()
        .filter(form -> form.engine() == engine && form.runsOn(processor))
        .findFirst();
  }

  /**
   * The file of unit l in one of the {@link #forms}, 1 ≤ l ≤ L: TorchScript or ONNX, as the form's
   * engine reads it.
   *
   * @throws InvalidPackageException if its SHA-256 is not the manifest's
   */
  public InputStream openUnit(Form form, int index) throws IOException, InvalidPackageException {
    Manifest.FileEntry file = manifest.units().get(index - 1).get(form.name());
    if (file == null) {
      throw new IllegalArgumentException("this package has no form " + form);
    }
    verify(file);
    return files.open(file);
  }

  /**
   * How pictures become the network's input; null where the package has a module for that, or the
   * network takes no pictures.
   */
  public @Nullable ImageTransform transform() {
    return manifest.transform();
  }

  /** How recordings become the network's input; null where they do not. */
  public @Nullable AudioInput audio() {
    return manifest.audio();
  }

  /** Whether the package has a module of its own for pre-processing. */
  public boolean hasPreprocess() {
    return manifest.preprocess().file() != null;
  }

  /**
   * The TorchScript that turns U8 [3,h,w] of any size into the network's input.
   *
   * @throws IllegalStateException if there is none, see {@link #hasPreprocess}
   */
  public InputStream openPreprocess() throws IOException {
    List<Manifest.FileEntry> module = manifest.preprocess().files();
    if (module.isEmpty()) {
      throw new IllegalStateException("this package has no module for pre-processing");
    }
    return files.open(module.get(0));
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
