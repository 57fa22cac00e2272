package io.isthmus.service.observability;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * A log for what a peer can cause again and again: {@value #AT_ONCE} lines at once and one every
 * half minute on the average. The line after those that were left out says how many they were.
 * Thread-safe.
 */
public final class SparingLog {

  /** Lines that may be written at once. */
  public static final int AT_ONCE = 5;

  /** How long it takes until one more may be. */
  public static final Duration EACH = Duration.ofSeconds(30);

  private final Logger log;
  private final LongSupplier nanos;
  private double saved = AT_ONCE;
  private long lastNanos;
  private long leftOut;

  /** Writes to that log. */
  public SparingLog(Logger log) {
    this(log, System::nanoTime);
  }

  SparingLog(Logger log, LongSupplier nanos) {
    this.log = log;
    this.nanos = nanos;
    this.lastNanos = nanos.getAsLong();
  }

  /** Writes a line if there may be one; returns whether it did. */
  public boolean write(Level level, String line) {
    return write(level, line, null);
  }

  /** Writes a line and where it failed, if there may be one; returns whether it did. */
  public synchronized boolean write(Level level, String line, @Nullable Throwable failure) {
    if (!takesOne()) {
      leftOut++;
      return false;
    }
    String text =
        leftOut == 0 ? line : "%s (%d lines before it were left out)".formatted(line, leftOut);
    leftOut = 0;
    log.atLevel(level).setCause(failure == null ? null : QuotedException.of(failure)).log(text);
    return true;
  }

  private boolean takesOne() {
    long now = nanos.getAsLong();
    double earned = (double) Math.max(0, now - lastNanos) / EACH.toNanos();
    saved = Math.min(AT_ONCE, saved + earned);
    lastNanos = now;
    if (saved < 1) {
      return false;
    }
    saved--;
    return true;
  }
}
