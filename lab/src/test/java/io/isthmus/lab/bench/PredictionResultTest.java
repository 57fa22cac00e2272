package io.isthmus.lab.bench;

import static io.isthmus.lab.bench.Observations.ASKED;
import static io.isthmus.lab.bench.Observations.RATE;
import static io.isthmus.lab.bench.Observations.observation;
import static io.isthmus.lab.bench.Observations.times;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isthmus.cli.harness.InputKind;
import io.isthmus.units.DataRate;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PredictionResultTest {

  private static final Observation TOO_MUCH = observation(times(90, 110), times(80, 100), false);
  private static final Observation TOO_LITTLE = observation(times(20, 40), times(30, 50), false);

  @Test
  void errorsAreRelativeToWhatWasMeasured() {
    ErrorSummary all = PredictionResult.of(List.of(TOO_MUCH, TOO_LITTLE), 0).errors().get(0);

    assertThat(all.requests()).isEqualTo(2);
    assertThat(all.mean()).isCloseTo(15, within(1e-9)); // 10 % and 20 %
    assertThat(all.median()).isCloseTo(15, within(1e-9));
    assertThat(all.p90()).isCloseTo(19, within(1e-9));
    assertThat(all.bias()).isCloseTo(-5, within(1e-9));
  }

  @Test
  void aPartsErrorIsGivenInMillisecondsAndAsAPartOfEachTotal() {
    PartError head = PartError.of(Part.HEAD, List.of(TOO_MUCH, TOO_LITTLE));

    assertThat(head.meanMs()).isCloseTo(10, within(1e-9));
    assertThat(head.ofTotal()).isCloseTo(15, within(1e-9));
    assertThat(head.biasMs()).isCloseTo(0, within(1e-9));
  }

  @Test
  void whatNoPartAccountsForIsAPartOfItsOwn() {
    Observation added = observation(times(80, 80), times(80, 100), false);

    assertThat(PartError.of(Part.OTHER, List.of(added)).biasMs()).isCloseTo(-20, within(1e-9));
  }

  @Test
  void theFirstOnesAndThoseThatTheEdgeFailedDoNotCount() {
    Observation degraded = observation(times(10, 10), times(500, 500), true);
    Observation unknown = observation(null, times(30, 50), false);

    PredictionResult result =
        PredictionResult.of(List.of(TOO_LITTLE, degraded, unknown, TOO_MUCH), 1);

    assertThat(result.skipped()).isEqualTo(1);
    assertThat(result.degraded()).isEqualTo(2);
    assertThat(result.errors().get(0).mean()).isCloseTo(10, within(1e-9));
    assertThat(result.cuts()).containsOnlyKeys("head (18)");
  }

  @Test
  void theClaimIsAMeanOfAtMost8Percent() {
    assertThat(PredictionResult.of(List.of(TOO_MUCH), 0).claims().get(0).holds()).isFalse();
    Observation near = observation(times(92, 92), times(100, 100), false);
    assertThat(PredictionResult.of(Collections.nCopies(3, near), 0).claims().get(0).holds())
        .isTrue();
  }

  @Test
  void aRateThatHardlyDiffersAndTheSameLoadAreNoChange() {
    assertThat(Observation.changed(null, RATE, ASKED)).isTrue();
    assertThat(Observation.changed(TOO_MUCH, RATE, ASKED)).isFalse();
    assertThat(Observation.changed(TOO_MUCH, DataRate.parse("9MB/s"), ASKED)).isFalse();
    assertThat(Observation.changed(TOO_MUCH, DataRate.parse("4MB/s"), ASKED)).isTrue();
    assertThat(
            Observation.changed(
                TOO_MUCH, RATE, new RequestMix.Request(Load.NEIGHBOUR, 1, InputKind.FRAMES)))
        .isTrue();
    assertThat(
            Observation.changed(
                TOO_MUCH, RATE, new RequestMix.Request(Load.NONE, 8, InputKind.PHOTOS)))
        .isFalse();
  }
}
