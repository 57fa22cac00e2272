package io.isthmus.service.http.body;

import java.util.function.IntSupplier;

/**
 * The largest batch that this service lets in. What it can compute is in its profile, which may
 * still find that a size does not fit.
 *
 * @param most number of images, at least 1
 */
public record BatchLimit(IntSupplier most) {

  /** Number of images, at least 1. */
  public int maxBatch() {
    return most.getAsInt();
  }
}
