package io.isthmus.wire;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the edge says of its load, in the {@code Isthmus-Load} header.
 *
 * @param queueMs expected wait of a new arrival, in milliseconds
 * @param slowdown measured over profiled time of its recent tails
 */
public record LoadReport(double queueMs, double slowdown) {

  /** A report beyond these is no edge's honest one, and would draw or drive away all work. */
  private static final double MIN_SLOWDOWN = 0.01;

  private static final double MAX_SLOWDOWN = 1000;

  /** The header's value. */
  public String toHeader() {
    return String.format(Locale.ROOT, "queue=%.3f, slowdown=%.3f", queueMs, slowdown);
  }

  /** Reads a header's value; empty if it is missing or cannot be. */
  public static Optional<LoadReport> parse(@Nullable String header) {
    if (header == null) {
      return Optional.empty();
    }
    double queue = ServerTimes.number(header, "queue=");
    double slowdown = ServerTimes.number(header, "slowdown=");
    return queue >= 0 && slowdown >= MIN_SLOWDOWN && slowdown <= MAX_SLOWDOWN
        ? Optional.of(new LoadReport(queue, slowdown))
        : Optional.empty();
  }
}
