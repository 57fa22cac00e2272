package io.isthmus.decision;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The best option for every rate and batch size (the paper's Fig. 2), all other conditions being as
 * they are.
 *
 * @param bytesPerMs rates of the link, in bytes per millisecond
 * @param batches numbers of images
 * @param rows for each batch size, for each rate, the cell; null where neither machine has room
 */
public record CutMap(
    List<Double> bytesPerMs, List<Integer> batches, List<List<@Nullable Cell>> rows) {

  /**
   * A state.
   *
   * @param option its best option
   * @param totalMs the option's predicted time
   */
  public record Cell(Option option, double totalMs) {}

  /**
   * Asks the selector in every state.
   *
   * @param now its conditions hold but for the rate; its workload tells how large an image is. A
   *     link that is unknown counts as usable: its rate is what is varied.
   */
  public static CutMap of(
      SplitSelector selector, DecisionInput now, List<Double> bytesPerMs, List<Integer> batches) {
    List<List<@Nullable Cell>> rows = new ArrayList<>();
    for (int batch : batches) {
      List<@Nullable Cell> row = new ArrayList<>();
      for (double rate : bytesPerMs) {
        row.add(cell(selector, at(now, rate, batch)));
      }
      rows.add(Collections.unmodifiableList(row));
    }
    return new CutMap(List.copyOf(bytesPerMs), List.copyOf(batches), List.copyOf(rows));
  }

  private static @Nullable Cell cell(SplitSelector selector, DecisionInput state) {
    return selector
        .decide(state)
        .map(
            best -> {
              LatencyBreakdown time = best.predicted();
              return time == null ? null : new Cell(best.option(), time.totalMs());
            })
        .orElse(null);
  }

  private static DecisionInput at(DecisionInput now, double bytesPerMs, int batch) {
    EdgeStatus edge =
        now.edge() == EdgeStatus.LINK_UNKNOWN && now.edgeRoom() > 0 ? EdgeStatus.READY : now.edge();
    return new DecisionInput(
        now.workload().part(batch),
        now.conditions().withRate(bytesPerMs),
        now.cost(),
        edge,
        now.rateAgeMs(),
        now.deviceRoom(),
        now.edgeRoom(),
        Double.POSITIVE_INFINITY,
        now.accuracy(),
        now.suspended());
  }
}
