package io.isthmus.profiling;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** A clock that stands still while the thread that looks at it is stopped. */
final class ProcessorTime {

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final boolean kept =
      threads.isCurrentThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled();

  /** Processor time of this thread; that of the clock where the system does not keep it. */
  long nanos() {
    return kept ? threads.getCurrentThreadCpuTime() : System.nanoTime();
  }
}
