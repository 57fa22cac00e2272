package io.isthmus.tools.simulate;

import io.isthmus.decision.CutTime;
import io.isthmus.decision.Decision;

/**
 * Where a policy cuts a request.
 *
 * @param split the cut
 * @param exchangeMs how long the exchange is expected to take; infinite for a policy that expects
 *     nothing, and waits
 */
record Choice(int split, double exchangeMs) {

  /** A cut that is waited for. */
  static Choice fixed(int split) {
    return new Choice(split, Double.POSITIVE_INFINITY);
  }

  /** What the selector decided. */
  static Choice of(Decision decision) {
    CutTime time = decision.predicted();
    return time == null ? fixed(decision.split()) : new Choice(decision.split(), time.exchangeMs());
  }
}
