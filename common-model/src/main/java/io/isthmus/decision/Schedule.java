package io.isthmus.decision;

import java.util.ArrayList;
import java.util.List;

/**
 * When the chunks of a plan are predicted to be sent and answered, in milliseconds.
 *
 * @param chunks each chunk's way, in the plan's order
 * @param total times of the whole plan
 */
public record Schedule(List<Passage> chunks, LatencyBreakdown total) {

  /**
   * A chunk's way, from the start of the first.
   *
   * @param headMs when its head is done, or 0 where it has none
   * @param answerMs when its logits are there
   */
  public record Passage(double headMs, double answerMs) {

    /** How long its exchange takes. */
    public double exchangeMs() {
      return answerMs - headMs;
    }
  }

  /** Copies the list. */
  public Schedule {
    chunks = List.copyOf(chunks);
  }

  /**
   * The schedule of a plan.
   *
   * @param option the option that stands for the plan
   * @param times of its chunks, in their order
   * @param planFactor k_p: how much longer several chunks take than their flow shop
   */
  public static Schedule of(Option option, List<LatencyBreakdown> times, double planFactor) {
    FlowShop shop = new FlowShop();
    List<Passage> passages = new ArrayList<>(times.size());
    for (LatencyBreakdown time : times) {
      double answerMs = shop.add(time);
      passages.add(new Passage(shop.headMs(), answerMs));
    }
    double factor = times.size() == 1 ? 1 : planFactor;
    return new Schedule(
        passages, LatencyBreakdown.ofPlan(option, times, factor * shop.makespanMs()));
  }

  /** The schedule of one chunk. */
  static Schedule of(LatencyBreakdown time) {
    FlowShop shop = new FlowShop();
    double answerMs = shop.add(time);
    return new Schedule(List.of(new Passage(shop.headMs(), answerMs)), time);
  }

  /** Time from the start of the first chunk to the end of the last, without k_p. */
  public double makespanMs() {
    return chunks.stream().mapToDouble(Passage::answerMs).max().orElse(0);
  }

  /** How long before a chunk the first one of the plan should have been sent. */
  public double aheadMs(int chunk) {
    double firstMs = chunks.stream().mapToDouble(Passage::headMs).min().orElse(0);
    return chunks.get(chunk).headMs() - firstMs;
  }
}
