package io.isthmus.device.guard;

import io.isthmus.decision.Option;
import java.nio.ByteBuffer;

/**
 * An answer that waits for its check.
 *
 * @param option that it was computed with
 * @param input the image as the network's input, on the heap
 * @param answer the values of each output, one after another
 */
@SuppressWarnings("ArrayRecordComponent") // looked at once
record ShadowSample(Option option, ByteBuffer input, float[] answer) {

  /** What it takes to keep it. */
  int bytes() {
    return input.remaining() + Float.BYTES * answer.length;
  }
}
