package io.isthmus.model;

import io.isthmus.audio.AudioInput;
import io.isthmus.audio.AudioInput.Longer;
import io.isthmus.network.CutTensors;
import io.isthmus.network.DType;
import io.isthmus.network.NamedTensor;
import io.isthmus.wire.JsonMember;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest of format 2 says of the network's input.
 *
 * @param tensors the one tensor
 * @param audio how recordings become it; null where they do not
 */
record InputEntry(CutTensors tensors, @Nullable AudioInput audio) {

  /** Of one image or recording. */
  private static final long MOST_BYTES = 64 << 20;

  /** What an input is. */
  private enum Kind {
    IMAGE,
    AUDIO,
    TENSOR;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Reads it.
   *
   * @param root the manifest
   * @throws IllegalArgumentException that names the member that is wrong
   */
  static InputEntry read(JsonMember root) {
    JsonMember inputs = root.get("inputs");
    if (!inputs.node().isArray() || inputs.node().size() != 1) {
      throw inputs.wrong("a list of one input: networks with several are not served");
    }
    JsonMember input = inputs.someOf(1).get(0);
    Kind kind = input.get("kind").oneOf(Kind.values(), Kind::word);
    NamedTensor tensor = SecondFormat.tensor(input, kind == Kind.IMAGE ? DType.U8 : DType.F32);
    List<Integer> shape = tensor.spec().shape();
    switch (kind) {
      case IMAGE -> require(input, shape.size() == 3 && shape.get(0) == 3, "[3,H,W] for an image");
      case AUDIO -> require(input, shape.size() == 1, "[samples] for audio");
      case TENSOR -> require(input, !shape.isEmpty(), "a list of 1 to 8 numbers");
    }
    require(input, tensor.spec().bytes(1) <= MOST_BYTES, "a shape of at most 64 MiB an input");
    return new InputEntry(
        new CutTensors(List.of(tensor)), kind == Kind.AUDIO ? audio(input, shape.get(0)) : null);
  }

  private static void require(JsonMember input, boolean condition, String rule) {
    if (!condition) {
      throw input.get("shape").wrong(rule);
    }
  }

  private static AudioInput audio(JsonMember input, int samples) {
    JsonMember rate = input.get("sampleRate");
    return new AudioInput(
        (int) rate.whole(AudioInput.LOWEST_RATE, AudioInput.HIGHEST_RATE),
        samples,
        input.get("longer").oneOf(Longer.values(), Longer::word));
  }
}
