package io.isthmus.service.observability;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

class SparingLogTest {

  private final Logger logger = (Logger) LoggerFactory.getLogger(SparingLogTest.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    logger.setAdditive(false);
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(lines);
  }

  @Test
  void aLogThatIsSparingSaysHowManyLinesItLeftOut() {
    AtomicLong now = new AtomicLong();
    SparingLog log = new SparingLog(logger, now::get);
    for (int i = 0; i < 1000; i++) {
      assertThat(log.write(Level.WARN, "again")).isEqualTo(i < SparingLog.AT_ONCE);
    }
    now.addAndGet(SparingLog.EACH.toNanos());
    assertThat(log.write(Level.INFO, "well")).isTrue();
    assertThat(lines.list).hasSize(SparingLog.AT_ONCE + 1);
    assertThat(lines.list.get(SparingLog.AT_ONCE).getFormattedMessage())
        .isEqualTo("well (995 lines before it were left out)");
  }

  @Test
  void aClockThatGoesBackLeavesASparingLogInUse() {
    AtomicLong now = new AtomicLong();
    SparingLog log = new SparingLog(logger, now::get);
    now.set(-SparingLog.EACH.toNanos());
    assertThat(log.write(Level.WARN, "first")).isTrue();
  }

  @Test
  void ofAFailureItsCausesAndTheFirstFramesAreKept() {
    Throwable failure = new IllegalStateException("outer", new OutOfMemoryError("a\rb"));
    QuotedException quoted = QuotedException.of(failure);
    assertThat(quoted.getStackTrace()[0]).isEqualTo(failure.getStackTrace()[0]);
    assertThat(quoted.getStackTrace().length).isLessThanOrEqualTo(32);
    assertThat(quoted.getCause()).hasMessage("java.lang.OutOfMemoryError: a\\u000db");
  }
}
