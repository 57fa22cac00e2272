package io.isthmus.cli.stream;

import java.io.PrintWriter;

/**
 * One line on standard error that is written again and again, and remarks above it. Where standard
 * error is no terminal, only remarks are written. Thread-safe.
 */
final class LiveLine {

  private static final String BACK_AND_CLEAR = "\r\u001b[K";

  private final PrintWriter err;
  private final boolean terminal;

  /**
   * A line that is empty.
   *
   * @param terminal whether a line can be written again
   */
  LiveLine(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  /** Writes the line. */
  synchronized void show(String line) {
    if (terminal) {
      err.print(BACK_AND_CLEAR + line);
      err.flush();
    }
  }

  /** Writes something that stays. */
  synchronized void remark(String line) {
    err.println(terminal ? BACK_AND_CLEAR + line : line);
    err.flush();
  }
}
