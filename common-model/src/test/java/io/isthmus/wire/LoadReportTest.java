package io.isthmus.wire;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoadReportTest {

  @Property
  void whatIsWrittenIsReadAgain(
      @ForAll @DoubleRange(min = 0, max = 1e6) double queueMs,
      @ForAll @DoubleRange(min = 0.01, max = 1000) double slowdown,
      @ForAll @IntRange(min = 1, max = 1024) int workers) {
    LoadReport rounded =
        LoadReport.parse(new LoadReport(queueMs, slowdown, workers).toHeader()).orElseThrow();
    assertThat(rounded.workers()).isEqualTo(workers);
    assertThat(LoadReport.parse(rounded.toHeader())).contains(rounded);
  }

  @Test
  void anEdgeWithOneWorkerSpeaksAsTheContractHasIt() {
    assertThat(new LoadReport(1.25, 1).toHeader()).isEqualTo("queue=1.250, slowdown=1.000");
    assertThat(new LoadReport(1.25, 1, 4).toHeader())
        .isEqualTo("queue=1.250, slowdown=1.000, workers=4");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "queue=1",
        "slowdown=1",
        "queue=-1, slowdown=1",
        "queue=1, slowdown=0",
        "queue=1, slowdown=1001",
        "queue=NaN, slowdown=1",
        "queue=1e308, slowdown=1",
        "queue=3600001, slowdown=1",
        "queue=999999999999999, slowdown=1",
        "queue=1, slowdown=1e308"
      })
  void whatNoHonestEdgeSaysIsNoReport(String header) {
    assertThat(LoadReport.parse(header)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "99999999999", "many", ""})
  void aNumberOfWorkersThatCannotBeIsOne(String workers) {
    assertThat(LoadReport.parse("queue=1, slowdown=1, workers=" + workers))
        .contains(new LoadReport(1, 1));
  }
}
