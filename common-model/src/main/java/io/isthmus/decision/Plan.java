package io.isthmus.decision;

import java.util.List;

/**
 * An ordered list of chunks, in the order in which the device begins them. Eq. 6 of the paper is
 * the plan with one chunk.
 */
public record Plan(List<Chunk> chunks) {

  /** Copies the list. Throws IllegalArgumentException for an empty one. */
  public Plan {
    chunks = List.copyOf(chunks);
    if (chunks.isEmpty()) {
      throw new IllegalArgumentException("a plan has at least one chunk");
    }
  }

  /** The whole batch cut at one place. */
  public static Plan single(int images, int split) {
    return new Plan(List.of(new Chunk(images, split)));
  }
}
