package io.isthmus.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CandidateChangeTest {

  private static final double TOLERANCE = 1e-4;

  private static CandidateChange change(float[] exact, float... other) {
    DetectionRule rule = new DetectionRule(9, 0.5, 0.5, 10, true);
    return new CandidateChange(
        new Candidates(exact, 0, exact.length / 6, rule),
        new Candidates(other, 0, other.length / 6, rule));
  }

  private static final float[] TWO = {0, 0, 10, 10, 0.9f, 1, 100, 100, 200, 200, 0.8f, 2};

  @Test
  void rowsMayChangePlaces() {
    float[] turned = {100, 100, 200, 200, 0.8f, 2, 0, 0, 10, 10, 0.9f, 1};
    CandidateChange change = change(TWO, turned);
    assertThat(change.isNone(0.9)).isTrue();
    assertThat(change.largest(TOLERANCE)).isZero();
    assertThat(change.squared()).isZero();
    assertThat(change.ofScores()).isZero();
  }

  @Test
  void coordinatesAreMeasuredInTheLargestOne_andScoresInTheLargestScore() {
    float[] moved = {0, 0.5f, 10, 10, 0.9f, 1, 100, 100, 200, 200, 0.8f, 2};
    assertThat(change(TWO, moved).largest(TOLERANCE)).isCloseTo(0.5 / 200, within(1e-9));
    float[] surer = {0, 0, 10, 10, 0.945f, 1, 100, 100, 200, 200, 0.8f, 2};
    assertThat(change(TWO, surer).largest(TOLERANCE)).isCloseTo(0.045 / 0.945, within(1e-6));
    float[] another = {0, 0, 10, 10, 0.9f, 3, 100, 100, 200, 200, 0.8f, 2};
    assertThat(change(TWO, another).largest(TOLERANCE)).isInfinite();
  }

  @Test
  void theLastRowsMayBeOthers_whereTheyScoreHardlyMoreThanWhatIsMissing() {
    float[] last = {0, 0, 10, 10, 0.9f, 1, 30, 30, 40, 40, 0.80001f, 5};
    assertThat(change(TWO, last).largest(TOLERANCE)).isZero();
    float[] clearlyLess = {0, 0, 10, 10, 0.9f, 1, 30, 30, 40, 40, 0.7f, 5};
    assertThat(change(TWO, clearlyLess).largest(TOLERANCE)).isInfinite();
  }

  @Test
  void eachDetectionNeedsOneToItself() {
    float[] twice = {0, 0, 10, 10, 0.9f, 1, 0, 0, 10, 9.9f, 0.8f, 1};
    float[] once = {0, 0, 10, 10, 0.9f, 1, 0, 0, 10, 10, 0.1f, 1};
    assertThat(change(twice, once).isNone(0.9)).as("one is left out by the other").isTrue();
    assertThat(change(TWO, once).isNone(0.9)).isFalse();
    assertThat(change(once, TWO).isNone(0.9)).isFalse();
  }

  @Test
  void aCandidateThatIsGoneHasLostItsScore_oneThatMovesAPartOfIt() {
    float[] gone = {0, 0, 10, 10, 0.9f, 1, 100, 100, 200, 200, 0.8f, 7};
    assertThat(change(TWO, gone).squared()).isCloseTo(0.64, within(1e-6));
    float[] half = {0, 0, 10, 10, 0.9f, 1, 100, 100, 200, 150, 0.8f, 2};
    assertThat(change(TWO, half).squared()).isCloseTo(0.16, within(1e-6));
    float[] surer = {0, 0, 10, 10, 1, 1, 100, 100, 200, 200, 0.6f, 2};
    assertThat(change(TWO, surer).squared()).isCloseTo(0.05, within(1e-6));
    assertThat(change(TWO, surer).ofScores()).isCloseTo(0.3, within(1e-6));
  }
}
