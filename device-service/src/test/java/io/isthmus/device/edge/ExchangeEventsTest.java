package io.isthmus.device.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.control.EdgeEvent;
import io.isthmus.control.Report;
import io.isthmus.device.edge.EdgeException.Kind;
import io.isthmus.wire.LoadReport;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExchangeEventsTest {

  private static final LoadReport LOAD = new LoadReport(12, 1.5, 2);
  private static final Duration LATER = Duration.ofSeconds(2);

  @Test
  void aRefusalTellsTheLoadAndHowLongToStayAway() {
    assertThat(failed(Kind.BUSY, LOAD))
        .contains(new EdgeEvent.Refused(LATER, new Report(12, 1.5, 2)));
    assertThat(failed(Kind.BUSY, null)).contains(new EdgeEvent.Refused(LATER, null));
  }

  @Test
  void aTimeOutBoundsTheRate() {
    assertThat(failed(Kind.TIMED_OUT, null)).contains(new EdgeEvent.GivenUp(1000, 30));
  }

  @Test
  void anotherModelIsAnEdgeThatDiffers() {
    assertThat(failed(Kind.OTHER_MODEL, null)).contains(new EdgeEvent.Differs());
  }

  @Test
  void whatIsTooLateTellsTheLoadWhereItWasReported() {
    assertThat(failed(Kind.TOO_LATE, LOAD))
        .contains(new EdgeEvent.Reported(new Report(12, 1.5, 2)));
    assertThat(failed(Kind.TOO_LATE, null)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILED", "UNREACHED", "REFUSED", "NOT_ASKED"})
  void whateverElseFailsSaysNothingOfTheLink(Kind kind) {
    assertThat(failed(kind, null)).isEmpty();
  }

  private static Optional<EdgeEvent> failed(Kind kind, @Nullable LoadReport load) {
    return ExchangeEvents.failed(new EdgeException(kind, "", LATER, load), 1000, 30);
  }
}
