package io.isthmus.device.edge;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * How long an exchange may take, and who is to blame if it is ended before its answer.
 *
 * @param time the longest time
 * @param blamesEdge asked when it is ended, for that time has passed or nobody waits for it any
 *     more; false if only the request was in too much of a hurry
 */
record TimeLimit(Duration time, BooleanSupplier blamesEdge) {

  /** A limit that a good edge keeps. */
  static TimeLimit of(Duration time) {
    return new TimeLimit(time, () -> true);
  }
}
