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

  /** Pieces of a thousand bytes, each of which takes a time to arrive. */
  private static final class Arriving extends InputStream {

    private final int pieces;
    private final long pauseMs;
    private int given;

    Arriving(int pieces, long pauseMs) {
      this.pieces = pieces;
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
      pause(pauseMs);
      given++;
      return 1000;
    }
  }

  @Test
  void itsArrivalIsTimed() throws IOException {
    try (BoundedBody body = new BoundedBody(new Arriving(11, 10), DataSize.ofMegabytes(1), LONG)) {
      body.transferTo(OutputStream.nullOutputStream());
      assertThat(body.arrivalMs()).isBetween(100.0, 1000.0);
    }
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
        new BoundedBody(new Arriving(100, 20), DataSize.ofMegabytes(1), Duration.ofMillis(1))) {
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
