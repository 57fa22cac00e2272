package io.isthmus.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import org.springframework.web.ErrorResponseException;

class BoundedBodyTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  /** Pieces; of those after the first few, every so many-th takes a time to arrive. */
  private static final class Arriving extends InputStream {

    private final int there;
    private final int pieces;
    private final int bytes;
    private final int every;
    private final long pauseMs;
    private int given;

    Arriving(int there, int pieces, long pauseMs) {
      this(there, pieces, 1000, 1, pauseMs);
    }

    Arriving(int there, int pieces, int bytes, int every, long pauseMs) {
      this.there = there;
      this.pieces = pieces;
      this.bytes = bytes;
      this.every = every;
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
      if (given >= there && (given - there) % every == 0) {
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
