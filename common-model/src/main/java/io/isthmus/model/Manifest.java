package io.isthmus.model;

import io.isthmus.image.ImageTransform;
import io.isthmus.network.DType;
import io.isthmus.network.Network;
import io.isthmus.network.TensorSpec;
import io.isthmus.network.Unit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * manifest.json, format 1. Unknown fields are left alone, so that a later exporter may add some.
 */
record Manifest(
    int format,
    String name,
    @Nullable String description,
    int classes,
    InputEntry input,
    PreprocessEntry preprocess,
    @Nullable FileEntry labels,
    List<BlockEntry> blocks) {

  static final int FORMAT = 1;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** The tensor that the network takes. */
  record InputEntry(List<Integer> shape, DType dtype) {}

  /** A file of the package and the SHA-256 of its bytes, in hexadecimal. */
  record FileEntry(String file, String sha256) {}

  /**
   * How pictures become the input: a TorchScript module of the package's own, or what this program
   * does itself. The members of the other kind are null.
   */
  record PreprocessEntry(
      @Nullable String file,
      @Nullable String sha256,
      @Nullable Integer resize,
      @Nullable String interpolation,
      @Nullable String orientation,
      @Nullable String colours,
      @Nullable Boolean reducedDecoding) {

    @SuppressWarnings("NullAway") // whether the SHA-256 is there is checked with those of all files
    List<FileEntry> files() {
      return file == null ? List.of() : List.of(new FileEntry(file, sha256));
    }
  }

  /** One unit. */
  record BlockEntry(
      String name, String file, String sha256, List<Integer> output, DType dtype, long parameters) {

    FileEntry fileEntry() {
      return new FileEntry(file, sha256);
    }
  }

  /** Reads and checks a manifest. */
  static Manifest parse(byte[] json) throws InvalidPackageException {
    Manifest manifest;
    try {
      manifest = JSON.readValue(json, Manifest.class);
    } catch (JacksonException e) {
      throw new InvalidPackageException("not a manifest: " + e.getOriginalMessage());
    }
    if (manifest == null) { // the JSON null
      throw new InvalidPackageException("not a manifest: it is empty");
    }
    manifest.check();
    return manifest;
  }

  /** The files that the manifest vouches for, preprocess first, then the units in order. */
  List<FileEntry> files() {
    List<FileEntry> files = new ArrayList<>(preprocess.files());
    blocks.forEach(b -> files.add(b.fileEntry()));
    if (labels != null) {
      files.add(labels);
    }
    return files;
  }

  /** How pictures are resized; null where a module of the package does that. */
  @Nullable ImageTransform transform() {
    return preprocess.file() == null ? Transforms.of(preprocess, input.shape()) : null;
  }

  Network network(String fingerprint) {
    List<Unit> units = new ArrayList<>();
    for (BlockEntry b : blocks) {
      TensorSpec output = new TensorSpec(b.dtype(), b.output());
      units.add(new Unit(units.size() + 1, b.name(), output, b.parameters()));
    }
    TensorSpec pixels = new TensorSpec(input.dtype(), input.shape());
    return new Network(name, fingerprint, pixels, units, classes);
  }

  @SuppressWarnings("NullAway") // Jackson fills absent fields with null, whatever their type says
  private void check() throws InvalidPackageException {
    require(format == FORMAT, "format %d is not %d".formatted(format, FORMAT));
    require(name != null && name.matches("[A-Za-z0-9._-]{1,100}"), "name is missing or odd");
    require(
        input != null && input.shape() != null && !input.shape().contains(null),
        "input is missing or not complete");
    require(
        input.dtype() == DType.U8 && input.shape().size() == 3 && input.shape().get(0) == 3,
        "input must be U8 [3,H,W]");
    require(blocks != null && !blocks.isEmpty(), "there are no blocks");
    require(preprocess != null, "preprocess is missing");
    Set<String> names = new HashSet<>(Set.of(Network.INPUT, "auto", "local", "offload"));
    for (BlockEntry b : blocks) {
      require(
          b != null && b.output() != null && !b.output().contains(null) && b.dtype() != null,
          "a block is not complete");
      require(b.name() != null && b.name().matches("[a-z][A-Za-z0-9_.-]*"), "a block has no name");
      require(names.add(b.name()), "two blocks, or a block and a keyword, are named " + b.name());
      require(b.dtype() == DType.F32, "the output of %s must be F32".formatted(b.name()));
    }
    Transforms.check(preprocess, input.shape());
    for (FileEntry f : files()) {
      require(f.file() != null && PackageFiles.isSafe(f.file()), "a file name leaves the package");
      require(
          f.sha256() != null && f.sha256().matches("[0-9a-f]{64}"), f.file() + " has no SHA-256");
    }
    require(
        blocks.get(blocks.size() - 1).output().equals(List.of(classes)),
        "the last block must give as many values as there are classes");
    checkShapes();
  }

  private void checkShapes() throws InvalidPackageException {
    try {
      network("");
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new InvalidPackageException("a shape cannot be: " + e.getMessage());
    }
  }

  private static void require(boolean condition, String message) throws InvalidPackageException {
    if (!condition) {
      throw new InvalidPackageException(message);
    }
  }
}
