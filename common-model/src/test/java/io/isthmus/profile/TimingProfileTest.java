package io.isthmus.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimingProfileTest {

  private static final TimingProfile PROFILE =
      MadeProfile.of(MadeProfile.withImages(1, 4, 2, 9, 18), BatchTimings.tooLarge(2));

  @Test
  void aSlowedMachineTakesThatMuchLongerForEverything() {
    TimingProfile slowed = PROFILE.slowed(6);

    ProfileTimes times = new ProfileTimes(slowed);
    assertThat(times.units(0, 2, 1)).isEqualTo(6 * 27);
    assertThat(times.images(MadeProfile.REFERENCE_PIXELS)).isEqualTo(6 * 6);
    assertThat(slowed.batches())
        .isEqualTo(List.of(MadeProfile.withImages(1, 24, 12, 54, 108), BatchTimings.tooLarge(2)));
    assertThat(slowed.fingerprint()).isEqualTo(PROFILE.fingerprint());
    assertThat(PROFILE.slowed(1)).isEqualTo(PROFILE);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void aFactorIsPositiveAndFinite(double factor) {
    assertThatIllegalArgumentException().isThrownBy(() -> PROFILE.slowed(factor));
  }

  private static TimingProfile pending(int begun, Integer... batches) {
    return MadeProfile.of(MadeProfile.batch(1, 10, 20), MadeProfile.batch(2, 16, 30))
        .with(new PendingSizes(List.of(batches), begun));
  }

  @Test
  void whatIsStillToBeMeasuredIsPlannedForInProportionToTheLargestSize() {
    TimingProfile partial = pending(0, 4, 8);
    assertThat(partial.complete()).isFalse();
    assertThat(partial.largestMeasured()).isEqualTo(2);
    assertThat(partial.largestBatch()).isEqualTo(8);
    ProfileTimes times = new ProfileTimes(partial);
    assertThat(times.largestBatch()).isEqualTo(8);
    assertThat(times.units(0, 2, 2)).isEqualTo(46);
    assertThat(times.units(0, 2, 3)).isCloseTo(69, within(1e-9));
    assertThat(times.units(0, 1, 8)).isCloseTo(64, within(1e-9));
    assertThatThrownBy(() -> times.units(0, 1, 9)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSizeThatHasEndedAProcessIsNotPlannedFor_norAnyBeyondIt() {
    assertThat(pending(1, 4, 8).largestBatch()).isEqualTo(2);
    assertThat(new ProfileTimes(pending(1, 4, 8)).largestBatch()).isEqualTo(2);
    TimingProfile ended = pending(3, 4, 8).endedBy(4);
    assertThat(ended.complete()).isTrue();
    assertThat(ended.largestBatch()).isEqualTo(2);
    assertThat(ended.batches()).last().isEqualTo(BatchTimings.tooLarge(4));
  }

  @Test
  void whatIsPendingAscendsBeyondWhatWasMeasured() {
    assertThatThrownBy(() -> pending(0, 2, 4)).hasMessageContaining("was measured");
    assertThatThrownBy(() -> pending(0, 8, 4)).hasMessageContaining("ascend");
    assertThatThrownBy(() -> pending(0, 1 << 17)).hasMessageContaining("beyond");
    assertThatThrownBy(() -> pending(-1, 4)).hasMessageContaining("begun");
    assertThatThrownBy(() -> pending(0)).hasMessageContaining("missing");
    assertThatThrownBy(() -> PROFILE.with(new PendingSizes(List.of(4), 0)))
        .hasMessageContaining("does not fit");
  }
}
