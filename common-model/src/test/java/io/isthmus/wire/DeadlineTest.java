package io.isthmus.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineTest {

  private static final long NOW = 77;
  private static final long MS = 1_000_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "0",
        "0.0",
        "-1",
        "-0.5",
        "+5",
        "NaN",
        "Infinity",
        "1e3",
        "0x10",
        "5ms",
        "5 5",
        "5,5",
        ".5",
        "5.",
        "86400000.1",
        "86400001",
        "99999999999999999999",
        "١",
        "007",
        "00.5",
        "five"
      })
  void whatIsNoPositiveDecimalUpToADayIsNone(String header) {
    assertThat(Deadline.parse(header, NOW)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "0.5", "250", " 250 ", "0.000001", "123.45678901234567", "86400000"})
  void aPositiveDecimalIsTheTimeThatIsLeft(String header) {
    Deadline deadline = Deadline.parse(header, NOW).orElseThrow();
    assertThat(deadline.exists()).isTrue();
    assertThat(deadline.leftMs(NOW)).isEqualTo(Double.parseDouble(header.strip()));
  }

  @Test
  void noHeaderIsNoDeadline_whichNeverPasses() {
    Deadline none = Deadline.parse(null, NOW).orElseThrow();
    assertThat(none).isEqualTo(Deadline.NONE);
    assertThat(none.exists()).isFalse();
    assertThat(none.passed(Long.MAX_VALUE)).isFalse();
    assertThat(none.leftMs(Long.MIN_VALUE)).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void itPasses_alsoWhereTheClockOverflows() {
    Deadline deadline = new Deadline(2, Long.MAX_VALUE - MS);
    assertThat(deadline.leftMs(Long.MAX_VALUE)).isCloseTo(1, within(1e-9));
    assertThat(deadline.passed(Long.MIN_VALUE)).isFalse();
    assertThat(deadline.passed(Long.MIN_VALUE + 2 * MS)).isTrue();
  }

  @Property
  void whatIsLeftIsToldOn(
      @ForAll @DoubleRange(min = 0.01, max = 86_400_000) double ms,
      @ForAll @LongRange(min = 0, max = 100_000_000_000L) long passedNanos) {
    Deadline deadline = new Deadline(ms, NOW);
    long then = NOW + passedNanos;
    if (!deadline.passed(then)) {
      Deadline told = Deadline.parse(deadline.toHeader(then), then).orElseThrow();
      assertThat(told.leftMs(then)).isCloseTo(deadline.leftMs(then), within(0.001));
    }
  }
}
