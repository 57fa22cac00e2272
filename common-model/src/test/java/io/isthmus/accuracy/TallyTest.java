package io.isthmus.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isthmus.decision.Option;
import io.isthmus.decision.SystemState;
import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTest {

  private static final Outcome NOTHING = new Outcome(null, null, null);

  private static Outcome outcome(double errorMs, double ratio, double bestMs, double chosenMs) {
    return new Outcome(
        new Parts(errorMs, 0, 2 * errorMs, 0, 0, 3 * errorMs),
        ratio,
        new Hindsight(SystemState.ideal(1), Option.at(0), "input", bestMs, chosenMs));
  }

  @Test
  void isTheMeanOfAbsoluteErrors_ofRatiosAndOfRegrets() {
    Tally tally = Tally.of(List.of(outcome(2, 0.1, 10, 10), NOTHING, outcome(-4, 0.3, 10, 15)));
    assertThat(tally.predicted()).isEqualTo(2);
    assertThat(tally.meanAbsoluteErrorMs()).isEqualTo(new Parts(3, 0, 6, 0, 0, 9));
    assertThat(tally.totalErrorPercent()).isCloseTo(20, within(1e-9));
    assertThat(tally.chosen()).isEqualTo(2);
    assertThat(tally.regretPercent()).isCloseTo(25, within(1e-9));
  }

  @Test
  void errorAndRegretAreCountedEachForItself() {
    Tally tally = Tally.of(List.of(new Outcome(Parts.ZERO, 0.5, null), outcome(0, 0.5, 10, 20)));
    assertThat(tally.predicted()).isEqualTo(2);
    assertThat(tally.chosen()).isEqualTo(1);
    assertThat(tally.regretPercent()).isCloseTo(100, within(1e-9));
  }

  @Test
  void ofNothingThereIsNoMean() {
    Tally none = Tally.of(List.of(NOTHING));
    assertThat(none).isEqualTo(Tally.NONE);
    assertThat(none.meanAbsoluteErrorMs()).isNull();
    assertThat(none.totalErrorPercent()).isNull();
    assertThat(none.regretPercent()).isNull();
  }
}
