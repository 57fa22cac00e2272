package io.isthmus.device.edge;

import io.isthmus.wire.LoadReport;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An exchange with the edge that did not give an answer. */
public final class EdgeException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What went wrong; decides what it means for the next requests. */
  public enum Kind {
    /** A connection that broke within the answer, or one that is not what it should be. */
    FAILED,
    /** No connection, or one that broke before anything was answered. */
    UNREACHED,
    /** It took too long. */
    TIMED_OUT,
    /** The request's deadline did not leave it time enough; no fault of the edge. */
    TOO_LATE,
    /** 503: overloaded. */
    BUSY,
    /** 409: another model package. */
    OTHER_MODEL,
    /** Another 4xx: the edge is well, but does not take this request. */
    REFUSED,
    /** It was not asked: it is away, busy, or its breaker is open. */
    NOT_ASKED
  }

  private final Kind kind;
  private final Duration retryAfter;
  private final transient @Nullable LoadReport load;

  EdgeException(Kind kind, String message) {
    this(kind, message, Duration.ZERO, null);
  }

  EdgeException(Kind kind, String message, Duration retryAfter, @Nullable LoadReport load) {
    super(message);
    this.kind = kind;
    this.retryAfter = retryAfter;
    this.load = load;
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }

  /** For {@link Kind#BUSY} and {@link Kind#TOO_LATE}: the load that the edge refused it for. */
  @Nullable LoadReport load() {
    return load;
  }

  /** For {@link Kind#BUSY}: how long to leave the edge alone; else zero. */
  Duration retryAfter() {
    return retryAfter;
  }
}
