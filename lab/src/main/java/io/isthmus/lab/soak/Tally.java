package io.isthmus.lab.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What became of the requests. Thread-safe. */
final class Tally {

  /** More examples of what went wrong than these help nobody. */
  private static final int EXAMPLES = 10;

  private int answered;
  private int degraded;
  private int resent;
  private int lost;
  private int wrong;
  private final Map<String, Integer> modes = new TreeMap<>();
  private final List<String> examples = new ArrayList<>();

  synchronized void right(String mode, boolean byTheDeviceAlone) {
    answered++;
    modes.merge(mode, 1, Integer::sum);
    degraded += byTheDeviceAlone ? 1 : 0;
  }

  synchronized void wrong(String what) {
    wrong++;
    example(what);
  }

  synchronized void lost(String what) {
    lost++;
    example(what);
  }

  /** A 503, after whose {@code Retry-After} the request is sent again. */
  synchronized void refused() {
    resent++;
  }

  private void example(String what) {
    if (examples.size() < EXAMPLES) {
      examples.add(what);
    }
  }

  /**
   * The counts so far.
   *
   * @param right answers that are those of the uncut chain, bit for bit
   * @param degraded of these, those that the device finished alone
   * @param refused 503s, after which the request was sent again
   * @param lost requests without an answer, or with an error
   * @param wrong answers with other bits, or in another order
   * @param modes right answers by mode
   * @param examples of what was lost or wrong
   */
  record Counts(
      int right,
      int degraded,
      int refused,
      int lost,
      int wrong,
      Map<String, Integer> modes,
      List<String> examples) {}

  synchronized Counts counts() {
    return new Counts(
        answered, degraded, resent, lost, wrong, new TreeMap<>(modes), List.copyOf(examples));
  }
}
