package io.isthmus.codec;

import io.isthmus.encoding.Encoding;
import io.isthmus.encoding.Encoding.Kind;
import io.isthmus.encoding.Quantiser;
import io.isthmus.network.CutTensors;
import io.isthmus.network.DType;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The codecs of the encodings that need no native image library. {@link Kind#RAW} and {@link
 * Kind#PIXELS} have none: their bodies are files or plain tensors.
 */
public final class Codecs {

  private Codecs() {}

  /** The kinds of encodings that have a codec for such a tensor, in their order. */
  public static Set<Kind> kinds(TensorSpec spec) {
    return spec.dtype() == DType.F32
        ? EnumSet.of(Kind.LOSSLESS, Kind.F16, Kind.QUANTISED)
        : EnumSet.of(Kind.LOSSLESS);
  }

  /** Number of channels that a {@link Quantiser} has for such a tensor: its first dimension. */
  public static int channels(TensorSpec spec) {
    return TensorPlanes.of(spec).channels();
  }

  /** Number of channels of all tensors of a cut. */
  public static int channels(CutTensors tensors) {
    return tensors.specs().stream().mapToInt(Codecs::channels).sum();
  }

  /**
   * The part of a cut's quantiser that belongs to each of its tensors; nulls of null.
   *
   * @throws IllegalArgumentException if it has another number of channels than the tensors
   */
  public static List<@Nullable Quantiser> split(@Nullable Quantiser quantiser, CutTensors tensors) {
    List<@Nullable Quantiser> parts = new ArrayList<>();
    if (quantiser != null && quantiser.channels().size() != channels(tensors)) {
      throw new IllegalArgumentException(
          "a quantiser of %d channels for %d"
              .formatted(quantiser.channels().size(), channels(tensors)));
    }
    int first = 0;
    for (TensorSpec spec : tensors.specs()) {
      int next = first + channels(spec);
      parts.add(
          quantiser == null ? null : new Quantiser(quantiser.channels().subList(first, next)));
      first = next;
    }
    return parts;
  }

  /**
   * What writes tensors.
   *
   * @param spec type and shape of one image's part
   * @param quantiser the bounds for {@link Kind#QUANTISED}, and null for all others
   * @throws IllegalArgumentException if there is no such codec, or if the quantiser does not belong
   *     to it: missing, not wanted, other channels, or more levels than the encoding names
   */
  public static TensorEncoder encoder(
      Encoding encoding, TensorSpec spec, @Nullable Quantiser quantiser) {
    requireKind(encoding, spec);
    if ((encoding.kind() == Kind.QUANTISED) != (quantiser != null)) {
      throw new IllegalArgumentException(
          "%s takes %s quantiser".formatted(encoding, quantiser == null ? "a" : "no"));
    }
    if (quantiser != null) {
      return new QuantisedEncoder(encoding, spec, quantiser);
    }
    return spec.dtype() == DType.U8
        ? new PixelsEncoder(spec)
        : new PlanesEncoder(encoding, WordForm.of(encoding), spec);
  }

  /**
   * What reads payloads.
   *
   * @param spec type and shape of one image's part
   * @throws IllegalArgumentException if there is no such codec
   */
  public static TensorDecoder decoder(Encoding encoding, TensorSpec spec) {
    requireKind(encoding, spec);
    if (encoding.kind() == Kind.QUANTISED) {
      return new QuantisedDecoder(encoding, spec);
    }
    return spec.dtype() == DType.U8
        ? new PixelsDecoder(spec)
        : new PlanesDecoder(encoding, WordForm.of(encoding), spec);
  }

  private static void requireKind(Encoding encoding, TensorSpec spec) {
    if (!kinds(spec).contains(encoding.kind())) {
      throw new IllegalArgumentException(
          "%s has no codec for tensors of %s".formatted(encoding, spec.dtype()));
    }
  }

  /** Throws IllegalArgumentException for a tensor of another spec, or not in native byte order. */
  public static void requireSpec(Tensor tensor, TensorSpec spec) {
    if (!tensor.spec().equals(spec)) {
      throw new IllegalArgumentException("a tensor of %s, not %s".formatted(spec, tensor.spec()));
    }
    requireNativeOrder(tensor.data());
  }

  /** Throws IllegalArgumentException for a target that has not just the room for a batch. */
  public static void requireRoom(ByteBuffer target, TensorSpec spec, int batch) {
    if (batch < 1 || target.remaining() != spec.bytes(batch)) {
      throw new IllegalArgumentException("the target must have room for the data and no more");
    }
    requireNativeOrder(target);
  }

  private static void requireNativeOrder(ByteBuffer data) {
    if (data.order() != ByteOrder.nativeOrder()) {
      throw new IllegalArgumentException("the buffer must be in native byte order");
    }
  }
}
