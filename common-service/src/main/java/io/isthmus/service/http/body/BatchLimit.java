package io.isthmus.service.http.body;

import io.isthmus.network.Network;
import java.util.function.IntSupplier;

/**
 * The largest batch that this service lets in. What it can compute is in its profile, which may
 * still find that a size does not fit.
 *
 * @param most number of images, at least 1
 */
public record BatchLimit(IntSupplier most) {

  /** What the answer to a request takes at most; it is held on the Java heap. */
  private static final long ANSWER_BYTES = 32 << 20;

  /** The same where an answer of as many images is no larger than there is room for. */
  public static BatchLimit of(Network network, IntSupplier most) {
    int answers = (int) Math.max(1, ANSWER_BYTES / network.outputs().bytes(1));
    return new BatchLimit(() -> Math.min(answers, most.getAsInt()));
  }

  /** Number of images, at least 1. */
  public int maxBatch() {
    return most.getAsInt();
  }
}
