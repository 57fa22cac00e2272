package io.isthmus.service.http.problem;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.isthmus.service.observability.SparingLog;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.ServletWebRequest;

class ProblemAdviceTest {

  @Test
  void aFailureThatAClientCanCauseFillsNoLogAndForgesNoLine() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger(ProblemAdvice.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    try {
      ProblemAdvice advice = new ProblemAdvice();
      for (int i = 0; i < 100; i++) {
        var request = new ServletWebRequest(new MockHttpServletRequest());
        Throwable failure = new IllegalStateException("quoted\n2026 ERROR forged");
        assertThat(advice.unexpected(failure, request)).asString().contains("500");
      }
    } finally {
      logger.detachAppender(lines);
    }
    assertThat(lines.list).hasSize(SparingLog.AT_ONCE);
    assertThat(lines.list)
        .allSatisfy(
            line ->
                assertThat(line.getThrowableProxy().getMessage())
                    .contains("forged")
                    .doesNotContain("\n"));
  }
}
