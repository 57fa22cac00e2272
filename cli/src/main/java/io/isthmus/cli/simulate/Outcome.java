package io.isthmus.cli.simulate;

import io.isthmus.control.TailWork;
import io.isthmus.decision.Option;
import io.isthmus.decision.Plan;
import io.isthmus.decision.Workload;
import io.isthmus.estimate.TailTimes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request; times are in milliseconds, those of day on the simulation's clock.
 *
 * @param startMs when it came
 * @param endMs when it had all its answers
 * @param plan how it was carried out
 * @param chunks what became of its chunks, in the plan's order
 */
record Outcome(double startMs, double endMs, Plan plan, List<Part> chunks) {

  /** All of it. */
  double totalMs() {
    return endMs - startMs;
  }

  /** Whether the device did all that it had planned to have done by the edge. */
  boolean isWhole() {
    return chunks.stream().allMatch(part -> part.finish() == null);
  }

  /**
   * What became of a chunk.
   *
   * @param option its option
   * @param workload what it brought
   * @param head its computing before the cut; null where it has none
   * @param exchange its exchange with the edge; null where it has none
   * @param finish what the device computed in the edge's place; null if it did not
   */
  record Part(
      Option option,
      Workload workload,
      @Nullable Run head,
      @Nullable Exchange exchange,
      @Nullable Run finish) {}

  /**
   * Computing on the device.
   *
   * @param beginMs when it began
   * @param decodeMs decoding
   * @param unitsMs units
   */
  record Run(double beginMs, double decodeMs, double unitsMs) {
    double endMs() {
      return beginMs + decodeMs + unitsMs;
    }
  }

  /**
   * An exchange with the edge.
   *
   * @param work what was asked
   * @param upBytes bytes that went up
   * @param beginMs when its upload began
   * @param alone whether no other chunk was waiting for its answer then
   * @param arrivingMs how long the body truly took to arrive
   * @param times as both ends saw it
   */
  record Exchange(
      TailWork work,
      long upBytes,
      double beginMs,
      boolean alone,
      double arrivingMs,
      TailTimes times) {
    double answeredMs() {
      return beginMs + times.exchangeMs();
    }
  }
}
