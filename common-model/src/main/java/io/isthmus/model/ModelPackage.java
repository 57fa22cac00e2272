package io.isthmus.model;

import io.isthmus.audio.AudioInput;
import io.isthmus.image.ImageTransform;
import io.isthmus.network.Network;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A trained network as the exporter wrote it: manifest, files of every unit in one or several
 * forms, labels. Opening one verifies the SHA-256 of every file; nothing is unpacked and nothing is
 * written.
 */
public final class ModelPackage implements Closeable {

  static final String MANIFEST = "manifest.json";
  private static final String LABELS = "labels.txt";

  /** Of the manifest and of the labels, which are read whole. */
  private static final int MAX_TEXT_BYTES = 4 << 20;

  private final Path path;
  private final PackageFiles files;
  private final Manifest manifest;
  private final Network network;
  private final List<String> labels;

  private ModelPackage(
      Path path, PackageFiles files, Manifest manifest, List<String> labels, String fingerprint) {
    this.path = path;
    this.files = files;
    this.manifest = manifest;
    this.labels = labels;
    this.network = manifest.network(fingerprint);
  }

  /**
   * Opens and verifies a package.
   *
   * @param path a folder, or a .zip of one
   * @throws InvalidPackageException if it is missing, corrupt, truncated, altered or unsafe
   * @throws IOException if it cannot be read
   */
  public static ModelPackage open(Path path) throws IOException, InvalidPackageException {
    PackageFiles files = PackageFiles.open(path);
    try {
      byte[] json = readManifest(files);
      Manifest manifest = Manifest.parse(json);
      for (Manifest.FileEntry file : manifest.files()) {
        verify(files, file);
      }
      List<String> labels = readLabels(files, manifest);
      return new ModelPackage(path, files, manifest, labels, fingerprint(json));
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
    return readText(files, MANIFEST);
  }

  /** A labels.txt that the manifest does not name is taken as well, and its bytes by no SHA-256. */
  private static List<String> readLabels(PackageFiles files, Manifest manifest)
      throws IOException, InvalidPackageException {
    String file = Objects.requireNonNullElse(manifest.labels(), LABELS);
    if (!files.has(file)) {
      if (manifest.labels() != null) {
        throw new InvalidPackageException(file + " is missing");
      }
      return List.of();
    }
    List<String> labels = Labels.parse(file, readText(files, file));
    int classes = manifest.network().namedClasses();
    if (labels.size() != classes) {
      throw new InvalidPackageException(
          "its %s holds %d names for %d classes (blank lines do not count)"
              .formatted(file, labels.size(), classes));
    }
    return labels;
  }

  private static byte[] readText(PackageFiles files, String file)
      throws IOException, InvalidPackageException {
    try (InputStream in = files.open(file)) {
      byte[] text = in.readNBytes(MAX_TEXT_BYTES + 1);
      if (text.length > MAX_TEXT_BYTES) {
        throw new InvalidPackageException("its %s is larger than 4 MiB".formatted(file));
      }
      return text;
    } catch (ZipException | EOFException e) {
      throw new InvalidPackageException("its %s is damaged".formatted(file));
    }
  }

  private static void verify(PackageFiles files, Manifest.FileEntry file)
      throws IOException, InvalidPackageException {
    if (!files.has(file.file())) {
      throw new InvalidPackageException(file.file() + " is missing");
    }
    try (DigestInputStream in = new DigestInputStream(files.open(file.file()), sha256())) {
      in.transferTo(OutputStream.nullOutputStream());
      String actual = HexFormat.of().formatHex(in.getMessageDigest().digest());
      if (!actual.equals(file.sha256())) {
        throw new InvalidPackageException(
            file.file() + " is not the file that the manifest names (SHA-256 differs)");
      }
    } catch (ZipException | EOFException e) {
      throw new InvalidPackageException(file.file() + " is damaged");
    }
  }

  private static String fingerprint(byte[] manifest) {
    return HexFormat.of().formatHex(sha256().digest(manifest));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * What to throw where the package turns out to be of no use; the reason goes into its message.
   */
  public InvalidPackageException unusable(String reason) {
    return unusable(path, new InvalidPackageException(reason));
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
                    "it has no form that %s runs on this machine; it has %s"
                        .formatted(
                            engine.word(),
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
   */
  public InputStream openUnit(Form form, int index) throws IOException {
    Manifest.FileEntry file = manifest.units().get(index - 1).get(form.name());
    if (file == null) {
      throw new IllegalArgumentException("this package has no form " + form);
    }
    return files.open(file.file());
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
    String file = manifest.preprocess().file();
    if (file == null) {
      throw new IllegalStateException("this package has no module for pre-processing");
    }
    return files.open(file);
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
