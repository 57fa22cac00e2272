package io.isthmus.device.v2;

import io.isthmus.device.infer.NamedWish;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request of the protocol, as far as its JSON tells.
 *
 * @param id to be repeated in the answer
 * @param wish split, plan and accuracy as in the query of {@code /infer}
 * @param input the one input
 * @param output how the one output is wanted
 */
record InferRequest(@Nullable String id, NamedWish wish, Input input, Output output) {

  /**
   * An input.
   *
   * @param datatype UINT8 or BYTES
   * @param shape [B,3,H,W] or, of encoded images, [B]; not checked yet
   * @param binaryBytes how many bytes of it follow the JSON; negative if none do
   * @param data its data, if the JSON holds it
   */
  record Input(String datatype, List<Integer> shape, long binaryBytes, @Nullable TensorData data) {}

  /**
   * An output.
   *
   * @param binary whether it is to follow the JSON as raw bytes
   * @param classification how many classes an image are wanted instead of the values; 0 for the
   *     values
   */
  record Output(boolean binary, int classification) {}
}
