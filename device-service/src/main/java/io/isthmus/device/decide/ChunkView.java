package io.isthmus.device.decide;

import io.isthmus.decision.Chunk;
import io.isthmus.decision.Option;
import io.isthmus.decision.Plan;
import java.util.List;

/**
 * A part of a plan, as JSON.
 *
 * @param images number of images
 * @param split the cut
 * @param encoding how the tensors there are written
 */
public record ChunkView(int images, int split, String encoding) {

  private static ChunkView of(Chunk chunk) {
    Option option = chunk.option();
    return new ChunkView(chunk.images(), option.cut(), option.encoding().toString());
  }

  /** A plan, chunk by chunk. */
  public static List<ChunkView> of(Plan plan) {
    return plan.chunks().stream().map(chunk -> ChunkView.of(chunk)).toList();
  }
}
