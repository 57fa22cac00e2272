package io.isthmus.wire;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the edge says of its load, in the {@code Isthmus-Load} header.
 *
 * @param queueMs expected wait of a new arrival, in milliseconds
 * @param slowdown measured over profiled time of its recent tails
 * @param workers how many tails it computes at the same time; told only if there are several
 */
public record LoadReport(double queueMs, double slowdown, int workers) {

  /** A report beyond these is no edge's honest one, and would draw or drive away all work. */
  private static final double MIN_SLOWDOWN = 0.01;

  private static final double MAX_SLOWDOWN = 1000;

  /** An hour: nobody waits for an edge with such a queue, and none tells of one. */
  private static final double MAX_QUEUE_MS = 3_600_000;

  private static final int MAX_WORKERS = 1024;

  /** The report of an edge with one worker. */
  public LoadReport(double queueMs, double slowdown) {
    this(queueMs, slowdown, 1);
  }

  /** The header's value. */
  public String toHeader() {
    String load =
        "queue=" + ServerTimes.decimal(queueMs) + ", slowdown=" + ServerTimes.decimal(slowdown);
    return workers == 1 ? load : load + ", workers=" + workers;
  }

  /** Reads a header's value; empty if it is missing or cannot be. */
  public static Optional<LoadReport> parse(@Nullable String header) {
    if (header == null) {
      return Optional.empty();
    }
    double queue = ServerTimes.number(header, "queue=");
    double slowdown = ServerTimes.number(header, "slowdown=");
    return queue >= 0
            && queue <= MAX_QUEUE_MS
            && slowdown >= MIN_SLOWDOWN
            && slowdown <= MAX_SLOWDOWN
        ? Optional.of(new LoadReport(queue, slowdown, workers(header)))
        : Optional.empty();
  }

  private static int workers(String header) {
    double workers = ServerTimes.number(header, "workers=");
    return workers >= 1 && workers <= MAX_WORKERS ? (int) workers : 1;
  }
}
