package io.isthmus.service;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;
import org.springframework.web.ErrorResponseException;

/** A request body that may have so many bytes and take so long, counted as it streams. */
final class BoundedBody extends FilterInputStream {

  private final DataSize max;
  private final long deadlineNanos;
  private long left;

  BoundedBody(InputStream body, DataSize max, Duration time) {
    super(body);
    this.max = max;
    this.left = max.toBytes();
    this.deadlineNanos = System.nanoTime() + time.toNanos();
  }

  static ErrorResponseException tooLarge(DataSize max) {
    return Problems.tooLarge("The body is larger than %d bytes.".formatted(max.toBytes()));
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] b, int off, int len) throws IOException {
    return (int) count(super.read(b, off, len));
  }

  @Override
  public long skip(long n) throws IOException {
    return count(super.skip(n));
  }

  private long count(long n) {
    if (System.nanoTime() - deadlineNanos > 0) {
      throw Problems.of(HttpStatus.REQUEST_TIMEOUT, "The body took too long to arrive.");
    }
    left -= Math.max(0, n);
    if (left < 0) {
      throw tooLarge(max);
    }
    return n;
  }
}
