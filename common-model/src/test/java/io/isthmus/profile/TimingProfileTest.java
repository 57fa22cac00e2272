package io.isthmus.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
}
