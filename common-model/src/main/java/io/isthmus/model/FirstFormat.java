package io.isthmus.model;

import io.isthmus.model.Manifest.FileEntry;
import io.isthmus.model.Manifest.PreprocessEntry;
import io.isthmus.network.DType;
import io.isthmus.network.Network;
import io.isthmus.network.TensorSpec;
import io.isthmus.network.Unit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A manifest of format 1: one form, TorchScript, and one tensor at every cut. */
record FirstFormat(
    String name,
    @Nullable String description,
    int classes,
    InputEntry input,
    PreprocessEntry preprocess,
    @Nullable FileEntry labels,
    List<BlockEntry> blocks) {

  /** The only form that there is. */
  private static final Form FORM = new Form("torchscript", Form.Engine.PYTORCH, null);

  /** The tensor that the network takes. */
  record InputEntry(List<Integer> shape, DType dtype) {}

  /** One unit. */
  record BlockEntry(
      String name, String file, String sha256, List<Integer> output, DType dtype, long parameters) {

    FileEntry fileEntry() {
      return new FileEntry(file, sha256);
    }
  }

  /** Checks it, except for what is common to both formats. */
  Manifest manifest() throws InvalidPackageException {
    check();
    try {
      return new Manifest(
          network(),
          Objects.requireNonNullElse(description, ""),
          preprocess,
          null,
          labels == null ? null : labels.file(),
          List.of(FORM),
          blocks.stream().map(block -> Map.of(FORM.name(), block.fileEntry())).toList(),
          labels == null ? List.of() : List.of(labels));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new InvalidPackageException("a shape cannot be: " + e.getMessage());
    }
  }

  private Network network() {
    List<Unit> units = new ArrayList<>();
    for (BlockEntry b : blocks) {
      TensorSpec output = new TensorSpec(b.dtype(), b.output());
      units.add(new Unit(units.size() + 1, b.name(), output, b.parameters()));
    }
    return Network.classifier(name, "", new TensorSpec(input.dtype(), input.shape()), units);
  }

  @SuppressWarnings("NullAway") // Jackson fills absent fields with null, whatever their type says
  private void check() throws InvalidPackageException {
    require(name != null && name.matches(Names.NETWORK), "name is missing or odd");
    require(
        input != null && input.shape() != null && !input.shape().contains(null),
        "input is missing or not complete");
    require(
        input.dtype() == DType.U8 && input.shape().size() == 3 && input.shape().get(0) == 3,
        "input must be U8 [3,H,W]");
    require(blocks != null && !blocks.isEmpty(), "there are no blocks");
    require(preprocess != null, "preprocess is missing");
    Set<String> names = new HashSet<>(Names.KEYWORDS);
    for (BlockEntry b : blocks) {
      require(
          b != null && b.output() != null && !b.output().contains(null) && b.dtype() != null,
          "a block is not complete");
      require(b.name() != null && b.name().matches(Names.UNIT), "a block has no name");
      require(names.add(b.name()), "two blocks, or a block and a keyword, are named " + b.name());
      require(b.dtype() == DType.F32, "the output of %s must be F32".formatted(b.name()));
    }
    Transforms.check(preprocess, input.shape());
    require(
        blocks.get(blocks.size() - 1).output().equals(List.of(classes)),
        "the last block must give as many values as there are classes");
  }

  private static void require(boolean condition, String message) throws InvalidPackageException {
    if (!condition) {
      throw new InvalidPackageException(message);
    }
  }
}
