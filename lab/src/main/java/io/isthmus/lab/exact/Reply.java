package io.isthmus.lab.exact;

import io.isthmus.cli.service.Answer.Times;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A device's answer, with what it must be compared by.
 *
 * @param results one for each image
 * @param decision what was planned
 * @param measuredMs where the device's time went
 * @param degraded whether the device finished something alone because the edge failed or was late
 */
public record Reply(List<Result> results, Decision decision, Times measuredMs, boolean degraded) {

  /** The logits of one image. */
  @SuppressWarnings("ArrayRecordComponent") // compared by what is in it
  public record Result(float[] logits) {}

  /** Images that go together, their cut, and how its tensors are written. */
  public record Chunk(int images, int split, String encoding) {

    @Override
    public String toString() {
      String cut = images + "@" + split;
      return encoding.equals("raw") ? cut : cut + ":" + encoding;
    }
  }

  /**
   * What was planned.
   *
   * @param predictedMs null where nothing was known of the link
   * @param boundMs what no plan can beat, in the state of the moment; null where none was computed
   */
  public record Decision(
      String mode, List<Chunk> plan, @Nullable Times predictedMs, @Nullable Double boundMs) {

    /** The plan as people read it: {@code 8@3+8@18}. */
    public String planText() {
      return plan.stream().map(Chunk::toString).collect(Collectors.joining("+"));
    }
  }
}
