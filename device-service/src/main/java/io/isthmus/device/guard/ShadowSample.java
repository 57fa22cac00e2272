package io.isthmus.device.guard;

import io.isthmus.decision.Option;
import java.nio.ByteBuffer;

/**
 * An answer that waits for its check.
 *
 * @param option that it was computed with
 * @param input the image as the network's input, on the heap
 * @param top the class that was answered
 */
record ShadowSample(Option option, ByteBuffer input, int top) {

  /** What it takes to keep it. */
  int bytes() {
    return input.remaining();
  }
}
