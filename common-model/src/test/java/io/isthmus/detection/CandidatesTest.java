package io.isthmus.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CandidatesTest {

  private static final DetectionRule RULE = new DetectionRule(3, 0.5, 0.5, 10, true);

  private static Candidates candidates(DetectionRule rule, float... values) {
    return new Candidates(values, 0, values.length / 6, rule);
  }

  @Test
  void theBestOfSeveralThatOverlapIsLeft_inAnyOrder_whereTheyAreOfOneClass() {
    float[] values = {
      0, 0, 10, 10, 0.6f, 1, // half of the next one: an overlap of 0.5 leaves both
      0, 0, 10, 20, 0.9f, 1,
      0, 0, 10, 19, 0.8f, 1, // nearly the one before
      0, 0, 10, 19, 0.7f, 2, // of another class
      0, 0, 1, 1, 0.49f, 0
    };
    assertThat(candidates(RULE, values).detections())
        .extracting(Detection::score)
        .containsExactly(0.9f, 0.7f, 0.6f);
    DetectionRule any = new DetectionRule(3, 0.5, 0.5, 10, false);
    assertThat(candidates(any, values).detections())
        .extracting(Detection::score)
        .containsExactly(0.9f, 0.6f);
    DetectionRule few = new DetectionRule(3, 0.5, 0.5, 2, true);
    assertThat(candidates(few, values).detections()).hasSize(2);
  }

  @Test
  void theRowsOfAnOutputMayBeginAnywhereInAnAnswer() {
    float[] values = {9, 9, 0, 0, 4, 4, 0.5f, 2, 7};
    assertThat(new Candidates(values, 2, 1, RULE).detections())
        .containsExactly(new Detection(new Box(0, 0, 4, 4), 0.5f, 2));
  }

  @Test
  void whatIsNoNumberOrHasNoInsideIsNoDetection() {
    float[] values = {
      Float.NaN, 0, 1, 1, 0.9f, 0, 0, 0, 1, 1, Float.NaN, 0, 0, 0, 0, 1, 0.9f, 0, 0, 0, 1, 1, 0.9f,
      3
    };
    assertThat(candidates(RULE, values).detections()).isEmpty();
  }

  @Test
  void aCandidateThatScoresAndIsNoneIsAFault_oneThatDoesNotMayBeAnything() {
    assertThat(candidates(RULE, 0, 0, 1, 1, 0.5f, 3).fault())
        .isEqualTo("row 0 has the class 3.0, which must be a whole number of 0 to 2");
    assertThat(candidates(RULE, 0, 0, 1, 1, 1, 0, 0, 0, -1, 1, 0.5f, 0).fault())
        .startsWith("row 1 has the box 0.0, 0.0, -1.0, 1.0");
    assertThat(candidates(RULE, 5, 5, 1, 1, 0.4f, Float.NaN).fault()).isNull();
  }

  /** What clients rely on who want fewer: they leave out those below a score of their own. */
  @Property(tries = 300)
  void aHigherLeastScoreLeavesTheSameDetectionsAboveIt(@ForAll("rows") List<float[]> rows) {
    DetectionRule low = new DetectionRule(3, 0.2, 0.5, 4096, true);
    DetectionRule high = new DetectionRule(3, 0.6, 0.5, 4096, true);
    float[] values = joined(rows);
    assertThat(candidates(high, values).detections())
        .isEqualTo(
            candidates(low, values).detections().stream().filter(d -> d.score() >= 0.6).toList());
  }

  @Property(tries = 300)
  void noTwoDetectionsOfAClassOverlap_andNoneThatFitsIsLeftOut(@ForAll("rows") List<float[]> rows) {
    List<Detection> found = candidates(RULE, joined(rows)).detections();
    for (Detection one : found) {
      assertThat(found)
          .filteredOn(other -> !other.equals(one) && other.index() == one.index())
          .allMatch(other -> other.box().overlap(one.box()) <= 0.5);
    }
    for (float[] row : rows) {
      Box box = new Box(row[0], row[1], row[2], row[3]);
      boolean left =
          found.stream()
              .anyMatch(
                  d ->
                      d.index() == (int) row[5]
                          && d.score() >= row[4]
                          && (d.box().equals(box) || d.box().overlap(box) > 0.5));
      assertThat(left || row[4] < 0.5 || found.size() == 10).isTrue();
    }
  }

  @Provide
  Arbitrary<List<float[]>> rows() {
    Arbitrary<Float> place = Arbitraries.floats().between(0, 20);
    Arbitrary<Float> size = Arbitraries.floats().between(1, 12);
    return Combinators.combine(
            place,
            place,
            size,
            size,
            Arbitraries.floats().between(0, 1),
            Arbitraries.integers().between(0, 2))
        .as((x, y, w, h, score, index) -> new float[] {x, y, x + w, y + h, score, index})
        .list()
        .ofMaxSize(25);
  }

  private static float[] joined(List<float[]> rows) {
    float[] values = new float[6 * rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, values, 6 * i, 6);
    }
    return values;
  }
}
