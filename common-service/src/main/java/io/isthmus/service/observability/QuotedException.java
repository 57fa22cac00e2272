package io.isthmus.service.observability;

import io.isthmus.wire.PeerText;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A failure for the log: its frames are those of the original, but what its messages quote from a
 * peer is cut and has no line breaks, so that no log line can be forged by it.
 */
public final class QuotedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Causes beyond these say nothing new. */
  private static final int DEPTH = 8;

  /** An overflowing stack has a thousand. */
  private static final int FRAMES = 32;

  private QuotedException(String shown, @Nullable QuotedException cause, StackTraceElement[] at) {
    super(shown, cause, false, true);
    setStackTrace(at);
  }

  /** The failure and its causes. */
  public static QuotedException of(Throwable failure) {
    return of(failure, DEPTH);
  }

  private static QuotedException of(Throwable failure, int depth) {
    Throwable cause = failure.getCause();
    QuotedException quoted = cause == null || depth == 0 ? null : of(cause, depth - 1);
    StackTraceElement[] all = failure.getStackTrace();
    StackTraceElement[] at = Arrays.copyOf(all, Math.min(FRAMES, all.length));
    return new QuotedException(text(failure), quoted, at);
  }

  /** Class and message of a failure on one line, without what its message has too much. */
  public static String text(Throwable failure) {
    return PeerText.shown(failure.toString());
  }
}
