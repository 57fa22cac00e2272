package io.isthmus.device.decide;

import io.isthmus.decision.Plan;
import java.util.List;

/**
 * A part of a plan, as JSON.
 *
 * @param images number of images
 * @param split the cut
 */
public record ChunkView(int images, int split) {

  /** A plan, chunk by chunk. */
  public static List<ChunkView> of(Plan plan) {
    return plan.chunks().stream()
        .map(chunk -> new ChunkView(chunk.images(), chunk.option().cut()))
        .toList();
  }
}
