package io.isthmus.service.http.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.service.connection.Pace;
import io.isthmus.wire.LoadReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import org.springframework.web.ErrorResponseException;

class LimitedInputStreamTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Pace SLOW = new Pace(LONG, LONG, DataSize.ofBytes(1));

  private final Arrivals arrivals =
      new Arrivals(1, DataSize.ofMegabytes(1), () -> new LoadReport(0, 1));

  private LimitedInputStream body(InputStream in, long max, Pace pace) {
    return new LimitedInputStream(in, DataSize.ofBytes(max), pace, arrivals.begin(-1, true));
  }

  /** Pieces of a thousand bytes, each of which takes a time to arrive. */
  private static final class Pieces extends InputStream {

    private final int pieces;
    private final long pauseMs;
    private int given;

    Pieces(int pieces, long pauseMs) {
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
    try (LimitedInputStream body = body(new Pieces(11, 10), 1 << 20, SLOW)) {
      body.transferTo(OutputStream.nullOutputStream());
      assertThat(body.arrivalMs()).isBetween(100.0, 1000.0);
    }
  }

  @Test
  void moreBytesThanAllowedAreRefusedAsTheyStream() {
    InputStream large = new ByteArrayInputStream(new byte[2000]);
    try (LimitedInputStream body = body(large, 1999, SLOW)) {
      assertThatThrownBy(() -> body.transferTo(OutputStream.nullOutputStream()))
          .isInstanceOf(ErrorResponseException.class)
          .hasMessageContaining("413");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aBodyThatTakesTooLongIsRefused() throws IOException {
    try (LimitedInputStream body =
        body(
            new Pieces(100, 20),
            1 << 20,
            new Pace(Duration.ofMillis(1), LONG, DataSize.ofBytes(1)))) {
      assertThatThrownBy(() -> body.transferTo(OutputStream.nullOutputStream()))
          .isInstanceOf(ErrorResponseException.class)
          .hasMessageContaining("408");
    }
  }

  @Test
  void aBodyThatComesTooSlowlyIsRefused_longBeforeItsTimeIsOver() throws IOException {
    Duration grace = Duration.ofMillis(50);
    try (LimitedInputStream slow =
        body(new Pieces(100, 20), 1 << 20, new Pace(LONG, grace, DataSize.ofKilobytes(200)))) {
      assertThatThrownBy(() -> slow.transferTo(OutputStream.nullOutputStream()))
          .hasMessageContaining("408");
    }
  }

  @Test
  void aBodyThatKeepsTheRateMayTakeLongerThanTheGrace() throws IOException {
    Duration grace = Duration.ofMillis(50);
    try (LimitedInputStream honest =
        body(new Pieces(20, 10), 1 << 20, new Pace(LONG, grace, DataSize.ofKilobytes(10)))) {
      honest.transferTo(OutputStream.nullOutputStream());
      assertThat(honest.arrivalMs()).isGreaterThan(100);
    }
  }

  @Test
  void theTimeThatItsReaderTakesIsNotTheBodysToAnswerFor() throws IOException {
    InputStream there = new ByteArrayInputStream(new byte[100]);
    try (LimitedInputStream body =
        body(there, 1 << 20, new Pace(Duration.ofMillis(200), LONG, DataSize.ofBytes(1)))) {
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

  @Test
  void whatABodyDecodesToIsHeldAsIfItHadCome() throws IOException {
    Arriving other = arrivals.begin(-1, true);
    other.received(600_000);
    other.arrived();
    LimitedInputStream few = body(new ByteArrayInputStream(new byte[10]), 100, SLOW);
    try (ArrivingBody body = new ArrivingBody(few, ContentCoding.IDENTITY, DataSize.ofBytes(100))) {
      body.unpacksTo(300_000);
      assertThatThrownBy(() -> body.unpacksTo(300_000))
          .isInstanceOfSatisfying(
              ErrorResponseException.class,
              e -> assertThat(e.getStatusCode().value()).isEqualTo(503));
      other.close();
      body.unpacksTo(300_000);
    }
  }
}
