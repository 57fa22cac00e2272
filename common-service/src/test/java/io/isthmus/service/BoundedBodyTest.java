package io.isthmus.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import org.springframework.web.ErrorResponseException;

class BoundedBodyTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  /** Pieces, some of which take a time to arrive. */
  private static final class Arriving extends InputStream {

    private final IntPredicate late;
    private final int pieces;
    private final int bytes;
    private final long pauseMs;
    private int given;

    /** Of those after the first few each takes a time. */
    Arriving(int there, int pieces, long pauseMs) {
      this(there, pieces, 1000, 1, pauseMs);
    }

    /** Of those after the first few every so many-th takes a time. */
    Arriving(int there, int pieces, int bytes, int every, long pauseMs) {
      this(i -> i >= there && (i - there) % every == 0, pieces, bytes, pauseMs);
    }

    Arriving(IntPredicate late, int pieces, int bytes, long pauseMs) {
      this.late = late;
      this.pieces = pieces;
      this.bytes = bytes;
      this.pauseMs = pauseMs;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
      if (given == pieces) {
        return -1;
      }
      if (late.test(given)) {
        pause(pauseMs);
      }
      given++;
      return bytes;
    }
  }

  private static double arrivalMs(InputStream arriving) throws IOException {
    try (BoundedBody body = new BoundedBody(arriving, DataSize.ofMegabytes(1), LONG)) {
      body.transferTo(OutputStream.nullOutputStream());
      return body.arrivalMs();
    }
  }

  @Test
  void whatLayThereAtTheFirstLookCountsAsIfItHadArrivedAsFastAsTheRest() throws IOException {
    double half = arrivalMs(new Arriving(10, 20, 10)); // 10 pieces seen in about 100 ms
    assertThat(half).isBetween(200.0, 2000.0);
  }

  @Test
  void whatWasSeenArrivingCountsAsItWas() throws IOException {
    assertThat(arrivalMs(new Arriving(0, 11, 10))).isBetween(100.0, 1000.0);
  }

  @Test
  void whatIsLetPassAtOnceDoesNotMakeTheLinkFast() throws IOException {
    // a token bucket: after a pause 10 pieces pass at once, and then one every 10 ms
    IntPredicate shaped = i -> i == 0 || i > 10;
    assertThat(arrivalMs(new Arriving(shaped, 40, 1000, 10))).isBetween(395.0, 2000.0);
  }

  @Test
  void ofALargeBodyMostCounts_whateverItWasLikeHalfWay() throws IOException {
    // 100 pieces of 4 kB, of which the first 50 take 5 ms each
    assertThat(arrivalMs(new Arriving(i -> i < 50, 100, 4096, 5))).isBetween(100.0, 1000.0);
  }

  @Test
  void aFastLinkBringsManyBuffersAtOnce_andIsSeenAllTheSame() throws IOException {
    // 4 times 8 buffers of 8 KiB; the first lay there
    assertThat(arrivalMs(new Arriving(1, 33, 8192, 8, 10))).isBetween(40.0, 400.0);
  }

  @Test
  void aReaderThatWasStoppedOnceOrTwiceSawNothingArrive() throws IOException {
    assertThat(arrivalMs(new Arriving(1, 33, 8192, 16, 10))).isZero();
  }

  @Test
  void ofABodyThatLayThereNothingWasSeen() throws IOException {
    assertThat(arrivalMs(new ByteArrayInputStream(new byte[100_000]))).isZero();
  }

  @Test
  void moreBytesThanAllowedAreRefusedAsTheyStream() {
    InputStream large = new ByteArrayInputStream(new byte[2000]);
    try (BoundedBody body = new BoundedBody(large, DataSize.ofBytes(1999), LONG)) {
      assertThatThrownBy(() -> body.transferTo(OutputStream.nullOutputStream()))
          .isInstanceOf(ErrorResponseException.class)
          .hasMessageContaining("413");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aBodyThatTakesTooLongIsRefused() throws IOException {
    try (BoundedBody body =
        new BoundedBody(new Arriving(0, 100, 20), DataSize.ofMegabytes(1), Duration.ofMillis(1))) {
      assertThatThrownBy(() -> body.transferTo(OutputStream.nullOutputStream()))
          .isInstanceOf(ErrorResponseException.class)
          .hasMessageContaining("408");
    }
  }

  @Test
  void theTimeThatItsReaderTakesIsNotTheBodysToAnswerFor() throws IOException {
    InputStream there = new ByteArrayInputStream(new byte[100]);
    try (BoundedBody body =
        new BoundedBody(there, DataSize.ofMegabytes(1), Duration.ofMillis(200))) {
      pause(300);
      assertThat(body.read()).isZero();
      pause(300);
      assertThat(body.readAllBytes()).hasSize(99);
    }
  }

  private static void pause(long ms) throws IOException {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
