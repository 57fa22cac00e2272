package io.isthmus.engine.backends;

import io.isthmus.engine.LoadSteps;
import io.isthmus.profiling.FreeMemory;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Watches the loading of a package. A package is code: it may loop for ever, or take all memory,
 * and nothing in this process can stop it there. So whoever loads one ends the process, with a
 * sentence instead of the kernel's silence.
 */
public final class LoadWatch implements LoadSteps, AutoCloseable {

  /** A process can take a gigabyte in a second. */
  private static final long POLL_MS = 10;

  private final Path location;
  private final LoadLimits limits;
  private final MemoryWatch memory;
  private final Consumer<String> end;
  private final long start = System.nanoTime();
  private final Thread thread = new Thread(this::watch, "watch-loading");
  private volatile String step = "its files are verified";
  private boolean closed;

  private LoadWatch(Path location, LoadLimits limits, MemoryWatch memory, Consumer<String> end) {
    this.location = location;
    this.limits = limits;
    this.memory = memory;
    this.end = end;
  }

  /**
   * Begins to watch, until this is closed.
   *
   * @param location of the package, for the sentence
   * @param end is called once, on a thread of its own, with a sentence, if loading takes more than
   *     it may; ought to end the process
   */
  public static LoadWatch begin(Path location, LoadLimits limits, Consumer<String> end) {
    return begin(location, limits, new ResidentMemory(), () -> new FreeMemory().bytes(), end);
  }

  /** The same where memory is counted otherwise. */
  static LoadWatch begin(
      Path location,
      LoadLimits limits,
      LongSupplier resident,
      LongSupplier free,
      Consumer<String> end) {
    LoadWatch watch = new LoadWatch(location, limits, new MemoryWatch(limits, resident, free), end);
    watch.thread.setDaemon(true);
    watch.thread.start();
    return watch;
  }

  @Override
  public void begins(String next) {
    step = next;
  }

  private void watch() {
    try {
      Optional<String> complaint = complaint();
      while (complaint.isEmpty()) {
        Thread.sleep(POLL_MS);
        complaint = complaint();
      }
      end(complaint.get());
    } catch (InterruptedException e) {
      // it is loaded
    }
  }

  private Optional<String> complaint() {
    return memory.complaint().or(this::late);
  }

  private Optional<String> late() {
    return System.nanoTime() - start < limits.time().toNanos()
        ? Optional.empty()
        : Optional.of(
            "loading takes longer than the %s s of %s"
                .formatted(seconds(limits.time()), limits.nameOfTime()));
  }

  private static String seconds(Duration time) {
    return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString();
  }

  /** What was loaded just in time is not ended any more. */
  private synchronized void end(String complaint) {
    if (!closed) {
      end.accept(
          "Model package %s cannot be used: while %s, %s".formatted(location, step, complaint));
    }
  }

  /** The package is loaded, or has failed. */
  @Override
  public synchronized void close() {
    closed = true;
    thread.interrupt();
  }
}
