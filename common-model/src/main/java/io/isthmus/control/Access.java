package io.isthmus.control;

import io.isthmus.decision.EdgeStatus;
import io.isthmus.estimate.RefusalBackoff;
import io.isthmus.estimate.RetryBudget;
import org.jspecify.annotations.Nullable;

/**
 * Whether the edge may be asked for a tail.
 *
 * @param configured whether there is one
 * @param closed whether its circuit breaker is closed
 * @param otherModel whether it runs another model package
 * @param busyUntilNanos until when it is left alone since it refused work
 * @param refusals how many there were in a row
 * @param retries how many exchanges may be sent a second time
 */
record Access(
    boolean configured,
    boolean closed,
    boolean otherModel,
    long busyUntilNanos,
    RefusalBackoff refusals,
    RetryBudget retries) {

  static Access startingAt(boolean configured, long nowNanos) {
    return new Access(configured, true, false, nowNanos, RefusalBackoff.NONE, RetryBudget.FULL);
  }

  /** What forbids to ask it; null if nothing does. */
  @Nullable EdgeStatus obstacle() {
    if (!configured) {
      return EdgeStatus.NONE;
    }
    if (!closed) {
      return EdgeStatus.UNAVAILABLE;
    }
    return otherModel ? EdgeStatus.OTHER_MODEL : null;
  }

  boolean busy(long nowNanos) {
    return busyUntilNanos - nowNanos > 0;
  }

  Access breaker(boolean isClosed) {
    return new Access(configured, isClosed, otherModel, busyUntilNanos, refusals, retries);
  }

  Access model(boolean other) {
    return new Access(configured, closed, other, busyUntilNanos, refusals, retries);
  }

  Access awayUntil(long untilNanos) {
    return new Access(configured, closed, otherModel, untilNanos, refusals, retries);
  }

  Access with(RefusalBackoff next) {
    return new Access(configured, closed, otherModel, busyUntilNanos, next, retries);
  }

  Access with(RetryBudget next) {
    return new Access(configured, closed, otherModel, busyUntilNanos, refusals, next);
  }
}
