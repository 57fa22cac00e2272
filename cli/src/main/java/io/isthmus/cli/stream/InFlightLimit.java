package io.isthmus.cli.stream;

/**
 * How many frames may be in flight at once. More of them overlap heads, transfers and tails, which
 * raises the rate until something is busy all the time; from there on they only wait for each
 * other, and answers get older. So it is the smallest number with which no frames are dropped; and
 * where some are dropped anyway, the smallest that keeps the rate.
 *
 * <p>It is found by trying: one more while frames are dropped, one fewer while none are, each for
 * one period. A trial that does not pay is taken back, and the next one comes after a pause that
 * doubles, since the link and the load change.
 *
 * @param limit what holds now, at least 1
 * @param most the largest limit
 * @param trial +1 or −1 while a change is being tried, else 0
 * @param rate frames a second before that change
 * @param pause periods until the next trial
 * @param nextPause length of the pause after the next trial that does not pay
 */
record InFlightLimit(int limit, int most, int trial, double rate, int pause, int nextPause) {

  /** A change of the rate by less than this part is none. */
  private static final double SAME = 0.05;

  private static final int LONGEST_PAUSE = 16;

  /** Begins with one frame. */
  static InFlightLimit upTo(int most) {
    return new InFlightLimit(1, most, 0, 0, 0, 1);
  }

  /**
   * The limit after a period.
   *
   * @param answered frames a second that were answered in it
   * @param dropped whether frames were dropped in it
   */
  InFlightLimit after(double answered, boolean dropped) {
    if (trial != 0) {
      return tried(answered, dropped);
    }
    if (pause > 0) {
      return new InFlightLimit(limit, most, 0, answered, pause - 1, nextPause);
    }
    int next = limit + (dropped ? 1 : -1);
    return next < 1 || next > most
        ? new InFlightLimit(limit, most, 0, answered, 0, nextPause)
        : new InFlightLimit(next, most, dropped ? 1 : -1, answered, 0, nextPause);
  }

  private InFlightLimit tried(double answered, boolean dropped) {
    boolean pays = trial > 0 ? answered > rate * (1 + SAME) : !dropped;
    if (pays) {
      return new InFlightLimit(limit, most, 0, answered, 0, 1);
    }
    int longer = Math.min(LONGEST_PAUSE, 2 * nextPause);
    return new InFlightLimit(limit - trial, most, 0, answered, nextPause, longer);
  }
}
