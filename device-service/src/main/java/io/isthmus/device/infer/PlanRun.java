package io.isthmus.device.infer;

import io.isthmus.device.edge.UploadQueue;
import io.isthmus.engine.RequestMemory;
import io.isthmus.image.ImageException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request being carried out. Its heads are computed one after the other, in the order of the
 * plan; meanwhile earlier chunks are on the link or in their tails. A chunk that fails is finished
 * here once all heads are done, from what is held, and the others go on.
 */
final class PlanRun implements AutoCloseable {

  private final List<ChunkRun> chunks = new ArrayList<>();
  private final List<@Nullable ByteBuffer> answers = new ArrayList<>();
  private final List<RequestMemory> memories = new ArrayList<>();
  private final UploadQueue queue;
  private final HeadGaps gaps;

  /** A run whose chunks go to the edge through that queue. */
  PlanRun(UploadQueue queue, HeadGaps gaps) {
    this.queue = queue;
    this.gaps = gaps;
  }

  /** Takes the memory of the next chunk, so that it is freed even if nothing comes of that. */
  RequestMemory own(RequestMemory memory) {
    memories.add(memory);
    return memory;
  }

  /** Appends a chunk, to be closed here. */
  void add(ChunkRun chunk) {
    chunks.add(chunk);
    answers.add(null);
  }

  /**
   * Runs the chain on every chunk.
   *
   * @param values how many answer an image
   * @return the values of each image, in the order of the chunks
   */
  List<float[]> carryOut(int values) throws ImageException {
    for (int i = 0; i < chunks.size(); i++) {
      gaps.before(chunks.get(i).option(), System.nanoTime());
      chunks.get(i).begin(queue);
      finish(i + 1, true);
    }
    finish(chunks.size(), false);
    List<float[]> images = new ArrayList<>();
    for (ByteBuffer answer : answers) {
      addRows(Objects.requireNonNull(answer).asFloatBuffer(), values, images);
    }
    return images;
  }

  /**
   * Takes the answers of the first {@code count} chunks, so that what they hold is freed.
   *
   * @param onlyAnswered whether to leave those that would have to be waited for
   */
  private void finish(int count, boolean onlyAnswered) throws ImageException {
    for (int i = 0; i < count; i++) {
      ChunkRun chunk = chunks.get(i);
      if (answers.get(i) == null && (!onlyAnswered || chunk.answered())) {
        answers.set(i, chunk.finish());
      }
    }
  }

  private static void addRows(FloatBuffer answer, int values, List<float[]> images) {
    while (answer.hasRemaining()) {
      float[] row = new float[values];
      answer.get(row);
      images.add(row);
    }
  }

  /** Gives up what is still under way. */
  @Override
  public void close() {
    chunks.forEach(ChunkRun::close);
    memories.forEach(RequestMemory::close);
  }
}
