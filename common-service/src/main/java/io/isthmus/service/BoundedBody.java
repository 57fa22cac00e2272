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

  private final DataSize max;
  private long patienceNanos;
  private long left;
  private long bytes;
  private int slowReads;
  private boolean waited;
  private long unseenBytes;
  private long sinceNanos;
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

  /** The first read that has to wait divides what lay there from what is seen arriving. */
  private void time(long n, long beforeNanos, long now) {
    lastNanos = now;
    if (!waited && now - beforeNanos > WAITED_NANOS) {
      slowReads++;
      waited = n < BUFFER || slowReads == NO_ACCIDENT;
      if (slowReads == 1 || n < BUFFER) {
        boolean nothingYet = bytes == 0;
        unseenBytes = nothingYet ? n : bytes;
        sinceNanos = nothingYet ? now : beforeNanos;
      }
    }
    bytes += n;
  }

  /**
   * How long the body took to arrive, from its first to its last byte, in milliseconds. What lay
   * there already at the first look, since a packet brings many bytes or the look came late, took
   * an unknown time: it is taken to have arrived as fast as the rest. 0 where most of the body lay
   * there: nothing was seen.
   */
  double arrivalMs() {
    long seen = bytes - unseenBytes;
    boolean mostWasSeen = waited && seen * 2 >= bytes;
    return mostWasSeen ? (lastNanos - sinceNanos) / 1e6 * bytes / seen : 0;
  }
}
