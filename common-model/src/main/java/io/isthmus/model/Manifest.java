package io.isthmus.model;

import io.isthmus.audio.AudioInput;
import io.isthmus.image.ImageTransform;
import io.isthmus.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What manifest.json says, in either format. Unknown fields are left alone, so that a later
 * exporter may add some.
 *
 * @param network the network, with an empty fingerprint
 * @param description what the exporter said about the model
 * @param preprocess how pictures become the input
 * @param audio how recordings do; null where they do not
 * @param labels the file of the class names; null where the manifest names none
 * @param forms how the units are written, the most wanted first
 * @param units the files of each unit, by the name of the form
 * @param more other files of which the manifest knows the SHA-256
 */
record Manifest(
    Network network,
    String description,
    PreprocessEntry preprocess,
    @Nullable AudioInput audio,
    @Nullable String labels,
    List<Form> forms,
    List<Map<String, FileEntry>> units,
    List<FileEntry> more) {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** A file of the package and the SHA-256 of its bytes, in hexadecimal. */
  record FileEntry(String file, String sha256) {

    /** Throws InvalidPackageException where either cannot be. */
    @SuppressWarnings("NullAway") // Jackson fills absent fields with null
    void check() throws InvalidPackageException {
      if (file == null || !PackageFiles.isSafe(file)) {
        throw new InvalidPackageException("a file name leaves the package");
      }
      if (sha256 == null || !sha256.matches("[0-9a-f]{64}")) {
        throw new InvalidPackageException(file + " has no SHA-256");
      }
    }
  }

  /**
   * How pictures become the input: a TorchScript module of the package's own, or what this program
   * does itself. The members of the other kind are null.
   */
  record PreprocessEntry(
      @Nullable String file,
      @Nullable String sha256,
      @Nullable String fit,
      @Nullable List<@Nullable Integer> padding,
      @Nullable Integer resize,
      @Nullable String interpolation,
      @Nullable String orientation,
      @Nullable String colours,
      @Nullable Boolean reducedDecoding) {

    /** Of a network that takes no pictures. */
    static final PreprocessEntry NONE =
        new PreprocessEntry(null, null, null, null, null, null, null, null, null);

    @SuppressWarnings("NullAway") // whether the SHA-256 is there is checked with those of all files
    List<FileEntry> files() {
      return file == null ? List.of() : List.of(new FileEntry(file, sha256));
    }
  }

  /** Copies the lists. */
  Manifest {
    forms = List.copyOf(forms);
    units = List.copyOf(units);
    more = List.copyOf(more);
  }

  /** Reads and checks a manifest. */
  static Manifest parse(byte[] json) throws InvalidPackageException {
    try {
      JsonNode root = JSON.readTree(json);
      if (!root.isObject()) {
        throw new InvalidPackageException("not a manifest: it is no JSON object");
      }
      return parse(root);
    } catch (JacksonException e) {
      throw new InvalidPackageException("not a manifest: " + e.getOriginalMessage());
    }
  }

  private static Manifest parse(JsonNode root) throws InvalidPackageException {
    JsonNode format = root.path("format");
    if (!format.isIntegralNumber()) {
      throw new InvalidPackageException("not a manifest: format is missing or no whole number");
    }
    Manifest manifest =
        switch (format.asString()) {
          case "1" -> convert(root, FirstFormat.class).manifest();
          case "2" -> new SecondFormat(root).manifest();
          default ->
              throw new InvalidPackageException("format %s is not 1 or 2".formatted(shown(format)));
        };
    for (FileEntry file : manifest.files()) {
      file.check();
    }
    return manifest;
  }

  private static String shown(JsonNode number) {
    String digits = number.asString();
    return digits.length() <= 20 ? digits : digits.substring(0, 20) + "…";
  }

  /**
   * Makes an entry of a part of a manifest; throws JacksonException where it is of another kind.
   */
  static <T> T convert(JsonNode node, Class<T> type) {
    return JSON.treeToValue(node, type);
  }

  /** The files that the manifest vouches for, preprocess first, then the units in order. */
  List<FileEntry> files() {
    List<FileEntry> files = new ArrayList<>(preprocess.files());
    units.forEach(unit -> files.addAll(unit.values()));
    files.addAll(more);
    return files;
  }

  /** Those of them that all forms share. */
  List<FileEntry> besideUnits() {
    List<FileEntry> files = new ArrayList<>(preprocess.files());
    files.addAll(more);
    return files;
  }

  /** How pictures are resized; null where a module of the package does that, or there are none. */
  @Nullable ImageTransform transform() {
    return network.takesPictures() && preprocess.file() == null
        ? Transforms.of(preprocess, network.input().shape())
        : null;
  }

  /** The network of a package with that fingerprint. */
  Network network(String fingerprint) {
    return network.withFingerprint(fingerprint);
  }
}
