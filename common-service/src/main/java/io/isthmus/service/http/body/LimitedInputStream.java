package io.isthmus.service.http.body;

import io.isthmus.service.connection.CurrentConnection;
import io.isthmus.service.connection.Pace;
import io.isthmus.service.http.problem.Problems;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;
import org.springframework.web.ErrorResponseException;

/**
 * A request body that may have so many bytes, must come fast enough, and is counted as it streams;
 * and timed. Only what reads wait for the network counts: what the service takes to make something
 * of the bytes is bounded by their number, and no fault of the client's.
 */
final class LimitedInputStream extends FilterInputStream {

  private final DataSize max;
  private final Pace pace;
  private final Arriving place;
  private final ArrivalTimer arrival = new ArrivalTimer();
  private long bytes;
  private long waitedNanos;

  /**
   * A body.
   *
   * @param place where it arrives; closed by whoever took it
   */
  LimitedInputStream(InputStream body, DataSize max, Pace pace, Arriving place) {
    super(body);
    this.max = max;
    this.pace = pace;
    this.place = place;
  }

  static ErrorResponseException tooLarge(DataSize max) {
    return Problems.tooLarge("The body is larger than %d bytes.".formatted(max.toBytes()));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int n = read(one, 0, 1);
    return n < 0 ? n : one[0] & 0xff;
  }

  @Override
  public int read(byte[] b, int off, int len) throws IOException {
    return (int) timed(() -> in.read(b, off, len));
  }

  @Override
  public long skip(long n) throws IOException {
    return timed(() -> in.skip(n));
  }

  private interface Read {
    long run() throws IOException;
  }

  private long timed(Read read) throws IOException {
    Duration patience = Duration.ofNanos(pace.patienceNanos(bytes, waitedNanos));
    CurrentConnection.get().ifPresent(connection -> connection.readTimeout(patience));
    long before = System.nanoTime();
    try {
      return count(read.run(), before);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private IOException failed(IOException e) {
    if (place.isCutOff()) {
      throw cutOff();
    }
    if (e instanceof SocketTimeoutException || e.getCause() instanceof SocketTimeoutException) {
      throw tooSlow();
    }
    return e;
  }

  private static ErrorResponseException cutOff() {
    return Problems.unavailable(
        "The body came so slowly that others needed its place; try again after the time in"
            + " Retry-After.",
        Duration.ofSeconds(1));
  }

  private static ErrorResponseException tooSlow() {
    return Problems.of(HttpStatus.REQUEST_TIMEOUT, "The body took too long to arrive.");
  }

  private long count(long n, long beforeNanos) {
    long now = System.nanoTime();
    waitedNanos += now - beforeNanos;
    if (n > 0) {
      arrival.read(n, beforeNanos, now);
      bytes += n;
    }
    if (bytes > max.toBytes()) {
      throw tooLarge(max);
    }
    if (n < 0 && place.isCutOff()) {
      throw cutOff();
    }
    if (pace.patienceNanos(bytes, waitedNanos) < 0) {
      throw tooSlow();
    }
    if (n > 0) {
      place.received(n);
    }
    return n;
  }

  /** What has come was unpacked to so many bytes, which are held as well. */
  void unpacked(long n) {
    place.received(n);
  }

  /** How long it took to arrive; see {@link ArrivalTimer}. */
  double arrivalMs() {
    return arrival.ms();
  }
}
