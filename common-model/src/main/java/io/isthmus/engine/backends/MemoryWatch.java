package io.isthmus.engine.backends;

import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Looks whether a process takes more memory than it may, or nearly all that there is: beyond that
 * the kernel ends it, or another process, without a word. What is free is costly to find out, so it
 * is asked for only once the process has grown by half of what was left. Not thread-safe.
 */
final class MemoryWatch {

  /** Ends it while so much of what was free is left, between these bounds. */
  private static final int SHARE = 8;

  private static final long LEAST = 16L << 20;
  private static final long MOST = 256L << 20;

  private static final double MB = 1e6;

  private final LoadLimits limits;
  private final LongSupplier resident;
  private final LongSupplier free;
  private final long reserve;
  private long left;
  private long residentThen;

  /**
   * Begins to watch.
   *
   * @param resident bytes that the process has in main memory; 0 where that is not known
   * @param free bytes that it may still take; {@link Long#MAX_VALUE} where that is not known
   */
  MemoryWatch(LoadLimits limits, LongSupplier resident, LongSupplier free) {
    this.limits = limits;
    this.resident = resident;
    this.free = free;
    this.left = free.getAsLong();
    this.residentThen = resident.getAsLong();
    this.reserve = Math.max(LEAST, Math.min(MOST, left / SHARE));
  }

  /** A clause that says what the process takes too much of; empty if it does not. */
  Optional<String> complaint() {
    long now = resident.getAsLong();
    if (limits.memory() > 0 && now > limits.memory()) {
      return Optional.of(
          "the process takes %s, more than the %s of %s"
              .formatted(mb(now), mb(limits.memory()), limits.nameOfMemory()));
    }
    if (now - residentThen > (left - reserve) / 2) {
      left = free.getAsLong();
      residentThen = now;
      if (left < reserve) {
        return Optional.of(
            "the process takes %s and leaves %s of this machine's memory"
                .formatted(mb(now), mb(left)));
      }
    }
    return Optional.empty();
  }

  private static String mb(long bytes) {
    return String.format(Locale.ROOT, "%.0f MB", bytes / MB);
  }
}
