package io.isthmus.device.v2;

import io.isthmus.device.infer.NamedWish;
import io.isthmus.network.Output;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request of the protocol, as far as its JSON tells.
 *
 * @param id to be repeated in the answer
 * @param wish split, plan and accuracy as in the query of {@code /infer}
 * @param input the one input
 * @param outputs those that are wanted, in their order
 */
record InferRequest(@Nullable String id, NamedWish wish, Input input, List<Wanted> outputs) {

  /** Values of an output in JSON, which writes each in about ten bytes. */
  static final int MOST_IN_JSON = 1 << 20;

  /** Refuses an output that has too many values for JSON, with a 400 that says so. */
  void requireShort(int batch) {
    for (Wanted each : outputs) {
      boolean asValues = !each.binary() && each.classification() == 0;
      BoundedJson.require(
          !asValues || (long) batch * each.output().size() <= MOST_IN_JSON,
          "the output '%s' of %d images has more than %d values: ask for it with binary_data"
              .formatted(each.output().name(), batch, MOST_IN_JSON));
    }
  }

  /**
   * An input.
   *
   * @param datatype UINT8, FP32 or BYTES
   * @param shape that of a batch or, of files, [B]; not checked yet
   * @param binaryBytes how many bytes of it follow the JSON; negative if none do
   * @param data its data, if the JSON holds it
   */
  record Input(String datatype, List<Integer> shape, long binaryBytes, @Nullable TensorData data) {}

  /**
   * An output that is wanted.
   *
   * @param output which one
   * @param binary whether it is to follow the JSON as raw bytes
   * @param classification how many classes an image are wanted instead of the values; 0 for the
   *     values
   */
  record Wanted(Output output, boolean binary, int classification) {}
}
