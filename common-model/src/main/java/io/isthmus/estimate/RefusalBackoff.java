package io.isthmus.estimate;

import java.time.Duration;

/**
 * For how long to leave an edge alone that refuses. Its {@code Retry-After} is whole seconds, the
 * unit of HTTP; its backlog, which it tells as well, is often worked off in a fraction of one. So
 * the first refusal counts for the backlog, and each further one in a row for twice as long as the
 * one before, up to {@code Retry-After}: thousands of devices do not come back at once for ever.
 *
 * @param inARow how many there were since the last tail that was answered
 */
public record RefusalBackoff(int inARow) {

  /** None since the last answer. */
  public static final RefusalBackoff NONE = new RefusalBackoff(0);

  private static final double SHORTEST_MS = 10;
  private static final int MOST_DOUBLINGS = 20;

  /** Throws IllegalArgumentException for a negative number. */
  public RefusalBackoff {
    if (inARow < 0) {
      throw new IllegalArgumentException("not a number of refusals: " + inARow);
    }
  }

  /** The state after one more. */
  public RefusalBackoff more() {
    return new RefusalBackoff(Math.min(inARow, MOST_DOUBLINGS) + 1);
  }

  /**
   * How long to stay away after the latest of them.
   *
   * @param retryAfter what it said to every client
   * @param backlogMs the wait that it expected for a new arrival
   */
  public Duration away(Duration retryAfter, double backlogMs) {
    double ms = Math.max(SHORTEST_MS, backlogMs) * Math.pow(2, Math.max(0, inARow - 1));
    return ms < retryAfter.toMillis() ? Duration.ofNanos((long) (ms * 1e6)) : retryAfter;
  }
}
