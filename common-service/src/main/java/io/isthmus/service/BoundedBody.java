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

  private final DataSize max;
  private final Arrival arrival = new Arrival();
  private long patienceNanos;
  private long left;

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
      arrival.read(n, beforeNanos, now);
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

  /** How long it took to arrive; see {@link Arrival}. */
  double arrivalMs() {
    return arrival.ms();
  }
}
