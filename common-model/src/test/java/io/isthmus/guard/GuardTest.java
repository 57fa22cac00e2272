package io.isthmus.guard;

import static io.isthmus.guard.MadeCalibrations.COARSE;
import static io.isthmus.guard.MadeCalibrations.FINE;
import static io.isthmus.guard.MadeCalibrations.HALVES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.decision.Option;
import io.isthmus.decision.OptionSpace;
import io.isthmus.encoding.Encoding;
import org.junit.jupiter.api.Test;

class GuardTest {

  private static final OptionSpace SPACE = MadeCalibrations.space(0.005, 0.01, 0.2);

  @Test
  void anOptionIsHeldAgainstItsOwnBound() {
    Guard guard =
        Guard.NONE
            .checked(FINE, 100, 12, SPACE)
            .checked(COARSE, 100, 12, SPACE)
            .checked(HALVES, 100, 0, SPACE);
    assertThat(guard.suspended()).containsExactly(FINE);
    assertThat(guard.of(FINE)).isEqualTo(new Checks(100, 12, true));
    assertThat(guard.of(COARSE)).isEqualTo(new Checks(100, 12, false));
    assertThat(guard.watches(FINE, SPACE)).isFalse();
    assertThat(guard.watches(COARSE, SPACE)).isTrue();
  }

  @Test
  void aSuspensionStays_whateverIsCheckedAfterwards() {
    Guard guard = Guard.NONE.checked(FINE, 100, 12, SPACE);
    Guard later = guard.checked(FINE, 1_000_000, 0, SPACE);
    assertThat(later.suspended()).containsExactly(FINE);
  }

  @Test
  void whatIsExact_orWasNeverCalibrated_isNotWatched() {
    for (Option option :
        new Option[] {
          Option.at(2),
          Option.at(2, Encoding.LOSSLESS),
          Option.at(0, Encoding.PIXELS),
          Option.at(3, Encoding.F16)
        }) {
      assertThat(Guard.NONE.watches(option, SPACE)).as(option.toString()).isFalse();
      assertThat(Guard.NONE.checked(option, 100, 100, SPACE)).isEqualTo(Guard.NONE);
      assertThat(Guard.NONE.remembered(option, new Checks(9, 9, true), SPACE))
          .isEqualTo(Guard.NONE);
    }
  }

  @Test
  void whatAnEarlierRunHasSeenCounts() {
    Guard half = Guard.NONE.remembered(FINE, new Checks(60, 4, false), SPACE);
    assertThat(half.suspended()).isEmpty();
    assertThat(Guard.NONE.checked(FINE, 60, 3, SPACE).suspended()).isEmpty();
    assertThat(half.checked(FINE, 60, 3, SPACE).suspended()).containsExactly(FINE);
    Guard out = Guard.NONE.remembered(FINE, new Checks(120, 9, true), SPACE);
    assertThat(out.suspended()).containsExactly(FINE);
  }

  @Test
  void countsThatCannotBeAreRefused_andSumsDoNotOverflow() {
    assertThatThrownBy(() -> new Checks(3, 4, false)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Checks(3, -1, false)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Checks(Long.MAX_VALUE, 0, false))
        .isInstanceOf(IllegalArgumentException.class);
    Guard full = Guard.NONE.remembered(FINE, new Checks(Checks.MOST, Checks.MOST, false), SPACE);
    assertThat(full.checked(FINE, 9, 9, SPACE).of(FINE).checked()).isEqualTo(Checks.MOST);
  }
}
