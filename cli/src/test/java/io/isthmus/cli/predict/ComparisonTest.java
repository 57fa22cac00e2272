package io.isthmus.cli.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isthmus.decision.LatencyBreakdown;
import io.isthmus.decision.Mode;
import io.isthmus.decision.Option;
import java.util.List;
import org.junit.jupiter.api.Test;

/** By hand, on the tiny network at batch 1: T_0 = 12/r + 5.4, T_2 = 27 + 6/r + 2.7, T_3 = 54. */
class ComparisonTest {

  /** 17.4, 35.7 and 54 ms: offload. */
  private static final State FAST = Made.state(1, 1);

  /** 65.4, 59.7 and 54 ms: local. */
  private static final State SLOW = Made.state(1, 0.2);

  /** 53.4, 53.7 and 54 ms: offload, by little. */
  private static final State EVEN = Made.state(1, 0.25);

  @Test
  void theGainInAStateIsThePartOfTheFixedCutsTimeThatIsSaved() {
    LatencyBreakdown chosen = new LatencyBreakdown(Option.at(0), 0, 0, 1, 0, 2);
    LatencyBreakdown fixed = new LatencyBreakdown(Option.at(1), 0, 2, 1, 0, 1);
    assertThat(Gain.in(chosen, fixed)).isEqualTo(0.25);
    assertThat(Gain.in(fixed, chosen)).isEqualTo(-1 / 3.0);
  }

  @Test
  void equation7IsTheMeanOfTheAbsoluteGains() {
    LatencyBreakdown two = new LatencyBreakdown(Option.at(0), 0, 2, 0, 0, 0);
    LatencyBreakdown four = new LatencyBreakdown(Option.at(1), 0, 4, 0, 0, 0);
    assertThat(Gain.over(List.of(two, two, four), List.of(two, four, two)))
        .isCloseTo((0 + 0.5 + 1) / 3, within(1e-12));
  }

  @Test
  void everyCandidateIsComparedByHand() throws Exception {
    Comparison comparison = compare(FAST, SLOW, EVEN);

    assertThat(comparison.states()).isEqualTo(3);
    assertThat(comparison.fixed()).extracting(FixedCut::cut).containsExactly(0, 2, 3);
    assertThat(comparison.fixed()).extracting(FixedCut::best).containsExactly(2, 0, 1);
    assertThat(comparison.of(0).gain()).isCloseTo((11.4 / 65.4) / 3, within(1e-9));
    assertThat(comparison.of(2).gain())
        .isCloseTo((18.3 / 35.7 + 5.7 / 59.7 + 0.3 / 53.7) / 3, within(1e-9));
    assertThat(comparison.of(3).gain()).isCloseTo((36.6 / 54 + 0.6 / 54) / 3, within(1e-9));
    assertThat(comparison.of(2).largest()).isCloseTo(18.3 / 35.7, within(1e-9));
  }

  @Test
  void theStrongestFixedCutIsTheOneThatChoosingGainsLeastOver() throws Exception {
    Comparison comparison = compare(FAST, SLOW, EVEN);
    assertThat(comparison.strongest().title()).isEqualTo("offload");
    assertThat(comparison.strongest(Mode.SPLIT)).map(FixedCut::title).hasValue("u2");
    assertThat(comparison.strongest(Mode.LOCAL)).map(FixedCut::title).hasValue("local");
    assertThat(comparison.share(Mode.OFFLOAD)).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(comparison.used()).isEqualTo(2);
  }

  @Test
  void aCutThatIsAlwaysTheBestLeavesNothingToGain() throws Exception {
    FixedCut offload = compare(FAST, EVEN).of(0);
    assertThat(offload.gain()).isZero();
    assertThat(offload.best()).isEqualTo(2);
  }

  @Test
  void aFurtherCutIsComparedThoughItIsNeverChosen() throws Exception {
    Predictor predictor = new Predictor(Made.tiny(), Made.paper());
    Comparison comparison = Comparison.of(predictor, List.of(FAST), List.of(1));
    assertThat(comparison.fixed()).extracting(FixedCut::cut).containsExactly(0, 1, 2, 3);
    assertThat(comparison.of(1).best()).isZero();
    // T_1 = 9 + 24/r + 4.5
    assertThat(comparison.of(1).gain()).isCloseTo((37.5 - 17.4) / 37.5, within(1e-9));
  }

  private static Comparison compare(State... states) throws Exception {
    return Comparison.of(new Predictor(Made.tiny(), Made.paper()), List.of(states), List.of());
  }
}
