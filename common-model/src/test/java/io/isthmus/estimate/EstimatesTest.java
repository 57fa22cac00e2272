package io.isthmus.estimate;

import static io.isthmus.estimate.Arrivals.arrival;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.isthmus.decision.SystemState;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What must hold of the estimates whatever clocks and headers say. */
class EstimatesTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private static final long IDLE = TimeUnit.HOURS.toNanos(12);

  /** Anything that clocks and headers can say, and how far the clock moves before it is said. */
  record Hostile(LinkSample link, double measuredMs, double profiledMs, long nanos) {}

  private record State(LinkEstimate link, SlowdownEstimate correction, long now) {

    static final State START = new State(LinkEstimate.UNKNOWN, SlowdownEstimate.NONE, 0);

    State after(Hostile h) {
      long then = now + h.nanos();
      return new State(
          link.next(h.link(), then), correction.next(h.measuredMs(), h.profiledMs(), then), then);
    }
  }

  @Property
  void whateverIsMeasured_estimatesStayConditionsThatADecisionCanBeTakenIn(
      @ForAll @Size(max = 30) List<@From("hostile") Hostile> samples) {
    State state = State.START;
    for (Hostile sample : samples) {
      state = state.after(sample);
      LinkEstimate link = state.link();
      double rate = link.known(state.now()) ? link.bytesPerMs() : 1;
      for (long later : new long[] {0, SECOND, IDLE, -IDLE}) {
        double factor = state.correction().at(state.now() + later);
        assertThat(new SystemState(rate, link.rttMs(), 0, factor, factor)).isNotNull();
        assertThat(factor).isBetween(0.1249, 64.01);
        assertThat(link.ageNanos(state.now() + later)).isNotNegative();
        assertThat(link.confidence(state.now() + later)).isBetween(0.0, 1.0);
      }
      assertThat(rate).isBetween(0.0099, 1.01e8);
      assertThat(link.rttMs()).isBetween(0.0, 60_000.0);
    }
  }

  @Property
  void tenGoodSamplesBringTheRateBack_whateverCameBefore(
      @ForAll @Size(max = 30) List<@From("hostile") Hostile> before,
      @ForAll @DoubleRange(min = 1, max = 6) double magnitude,
      @ForAll @DoubleRange(min = 2, max = 500) double receiveMs,
      @ForAll @DoubleRange(min = 0, max = 50) double rtt) {
    State state = State.START;
    for (Hostile sample : before) {
      state = state.after(sample);
    }
    double rate = Math.pow(10, magnitude); // 10 kB/s to 1 GB/s
    LinkSample good = arrival(rate, Math.max(receiveMs, 10_000 / rate), rtt);
    LinkEstimate link = state.link();
    for (int i = 1; i <= 10; i++) {
      link = link.next(good, state.now() + i * SECOND);
    }
    assertThat(link.bytesPerMs()).isCloseTo(rate, withinPercentage(15));
    assertThat(link.rttMs()).isCloseTo(rtt, within(0.3 * rtt + 2));
  }

  @Property
  void tenGoodSamplesBringTheCorrectionBack_howeverFarApart(
      @ForAll @Size(max = 30) List<@From("hostile") Hostile> before,
      @ForAll @DoubleRange(min = 0.2, max = 60) double factor,
      @ForAll @DoubleRange(min = 5, max = 1000) double profiledMs,
      @ForAll @IntRange(min = 0, max = 3600) int secondsApart) {
    State state = State.START;
    for (Hostile sample : before) {
      state = state.after(sample);
    }
    SlowdownEstimate correction = state.correction();
    long now = state.now();
    for (int i = 0; i < 10; i++) {
      now += secondsApart * SECOND;
      correction = correction.next(factor * profiledMs, profiledMs, now);
    }
    assertThat(correction.at(now)).isCloseTo(factor, withinPercentage(10));
  }

  @Provide
  Arbitrary<Hostile> hostile() {
    Arbitrary<Long> bytes =
        Arbitraries.oneOf(
            Arbitraries.of(0L, 1L, -1L, 4095L, 4096L, Long.MAX_VALUE, Long.MIN_VALUE),
            Arbitraries.longs().between(0, 100_000_000));
    Arbitrary<Double> ms =
        Arbitraries.oneOf(
            Arbitraries.of(0.0, -1.0, 0.2, 0.5, Double.MIN_VALUE, 1e18, Double.MAX_VALUE),
            Arbitraries.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY),
            Arbitraries.doubles().between(0, 10_000));
    Arbitrary<Long> nanos = Arbitraries.of(0L, 1L, 1_000_000L, SECOND, IDLE, -SECOND, -IDLE);
    return Combinators.combine(
            Combinators.combine(bytes, bytes, ms, ms, ms).as(LinkSample::new), ms, ms, nanos)
        .as(Hostile::new);
  }
}
