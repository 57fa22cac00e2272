package io.isthmus.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SteadyRoundsTest {

  private final Logger logger = (Logger) LoggerFactory.getLogger(SteadyRoundsTest.class);
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
  void aScheduleOutlivesEveryThrowable_andItIsSaidWithoutItsLineBreaks() throws Exception {
    List<Throwable> all =
        List.of(
            new IllegalStateException("a\nforged line"),
            new OutOfMemoryError("made up"),
            new StackOverflowError(),
            new NoClassDefFoundError("made up"));
    AtomicInteger round = new AtomicInteger();
    CountDownLatch beyond = new CountDownLatch(all.size() + 1);
    Runnable failing =
        () -> {
          beyond.countDown();
          int i = round.getAndIncrement();
          if (i < all.size()) {
            sneak(all.get(i));
          }
        };
    ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
    try {
      var unused =
          watch.scheduleWithFixedDelay(
              new SteadyRounds("A test", failing, logger), 0, 1, TimeUnit.MILLISECONDS);
      assertThat(beyond.await(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      watch.shutdownNow();
      assertThat(watch.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(lines.list).hasSize(all.size());
    assertThat(lines.list.get(0).getFormattedMessage()).isEqualTo("A test failed, and goes on");
    assertThat(lines.list.get(0).getThrowableProxy().getMessage())
        .isEqualTo("java.lang.IllegalStateException: a\\u000aforged line");
  }

  @Test
  void aLogThatFailsEndsNothingEither() {
    org.slf4j.Logger broken = mock(org.slf4j.Logger.class);
    when(broken.atLevel(any())).thenThrow(new OutOfMemoryError("made up"));
    Runnable round = new SteadyRounds("A test", () -> sneak(new StackOverflowError()), broken);
    assertThatCode(round::run).doesNotThrowAnyException();
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable failure) throws T {
    throw (T) failure;
  }
}
