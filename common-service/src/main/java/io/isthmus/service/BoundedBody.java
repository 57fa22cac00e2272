package io.isthmus.service;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;
import org.springframework.web.ErrorResponseException;

/**
 * A request body that may have so many bytes and be waited for so long, counted as it streams; and
 * timed. Only what reads wait for the network counts: what the service takes to make something of
 * the bytes is bounded by their number, and no fault of the client's.
 */
final class BoundedBody extends FilterInputStream {

  /** A read that took longer than this may have waited for the network. */
  private static final long WAITED_NANOS = 50_000;

  /**
   * It did if it brought less than there is room for in Tomcat's buffer. One that brings a whole
   * buffer may only have been slow to be run ...
   */
  private static final int BUFFER = 8 * 1024;

  /** ... but so many are no accident: a fast link brings many buffers at once. */
  private static final int NO_ACCIDENT = 3;

  /**
   * So much of a body may have crossed faster than the link is: what shapes it (a token bucket, a
   * modem's turn) lets that pass at once after a pause.
   */
  private static final long MAY_PASS_AT_ONCE = 128 * 1024;

  /** So many bytes had been read at that time, and no more had arrived. */
  private record Mark(long bytes, long nanos) {
    static final Mark NONE = new Mark(0, 0);
  }

  private final DataSize max;
  private long patienceNanos;
  private long left;
  private long bytes;
  private int slowReads;
  private boolean waited;
  private Mark earlier = Mark.NONE;
  private Mark later = Mark.NONE;
  private long lastNanos;

  BoundedBody(InputStream body, DataSize max, Duration time) {
    super(body);
    this.max = max;
    this.left = max.toBytes();
    this.patienceNanos = time.toNanos();
  }

  static ErrorResponseException tooLarge(DataSize max) {
    return Problems.tooLarge("The body is larger than %d bytes.".formatted(max.toBytes()));
  }

  @Override
  public int read() throws IOException {
    long before = System.nanoTime();
    int value = super.read();
    count(value < 0 ? 0 : 1, before);
    return value;
  }

  @Override
  public int read(byte[] b, int off, int len) throws IOException {
    long before = System.nanoTime();
    return (int) count(super.read(b, off, len), before);
  }

  @Override
  public long skip(long n) throws IOException {
    long before = System.nanoTime();
    return count(super.skip(n), before);
  }

  private long count(long n, long beforeNanos) {
    long now = System.nanoTime();
    if (n > 0) {
      time(n, beforeNanos, now);
    }
    patienceNanos -= now - beforeNanos;
    if (patienceNanos < 0) {
      throw Problems.of(HttpStatus.REQUEST_TIMEOUT, "The body took too long to arrive.");
    }
    left -= Math.max(0, n);
    if (left < 0) {
      throw tooLarge(max);
    }
    return n;
  }

  private void time(long n, long beforeNanos, long now) {
    lastNanos = now;
    if (now - beforeNanos > WAITED_NANOS) {
      if (waited) {
        markAgain(beforeNanos);
      } else {
        markFirst(n, beforeNanos, now);
      }
    }
    bytes += n;
  }

  /** The first read that has to wait divides what lay there from what is seen arriving. */
  private void markFirst(long n, long beforeNanos, long now) {
    slowReads++;
    waited = n < BUFFER || slowReads == NO_ACCIDENT;
    if (slowReads == 1 || n < BUFFER) {
      later = bytes == 0 ? new Mark(n, now) : new Mark(bytes, beforeNanos);
    }
  }

  /** Later ones are wherever the bytes have doubled, so that one is near half of any small body. */
  private void markAgain(long beforeNanos) {
    if (bytes >= 2 * later.bytes && bytes <= MAY_PASS_AT_ONCE) {
      earlier = later;
      later = new Mark(bytes, beforeNanos);
    }
  }

  /**
   * How long the body took to arrive, from its first to its last byte, in milliseconds. What lay
   * there already at the first look, since a packet brings many bytes or the look came late, took
   * an unknown time, and what came first may have been let pass at once: up to half of a body is
   * taken to have arrived as fast as the rest. 0 where most of the body lay there: nothing was
   * seen.
   */
  double arrivalMs() {
    Mark since = later.bytes * 2 <= bytes ? later : earlier;
    boolean seen = waited && since.bytes > 0 && since.bytes * 2 <= bytes;
    double rest = (double) bytes - since.bytes;
    return seen ? (lastNanos - since.nanos) / 1e6 * bytes / rest : 0;
  }
}
