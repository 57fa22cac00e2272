package io.isthmus.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.detection.DetectionRule;
import io.isthmus.network.DType;
import io.isthmus.network.Output;
import io.isthmus.network.OutputKind;
import io.isthmus.network.TensorSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgreementTest {

  private static Output output(OutputKind kind, int offset, Integer... shape) {
    return new Output("it", new TensorSpec(DType.F32, List.of(shape)), kind, offset);
  }

  @Test
  void logitsAgreeWhereTheSameClassIsLargest_theFirstOfSeveral() {
    List<Output> logits = List.of(output(OutputKind.LOGITS, 0, 3));
    float[] exact = {1, 5, 5};
    assertThat(Agreement.same(logits, exact, new float[] {-9, 0, -1})).isTrue();
    assertThat(Agreement.same(logits, exact, new float[] {1, 4.9f, 5})).isFalse();
    assertThat(Agreement.top(logits.get(0), exact)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"0,true", "2,true", "3,false", "200,false"})
  void aMaskAgreesWhereAtMostOneOfAHundredPlacesHasAnotherClass(int changed, boolean same) {
    Output mask = output(OutputKind.MASK, 0, 2, 10, 20);
    float[] exact = new float[400];
    float[] other = new float[400];
    for (int place = 0; place < 200; place++) {
      exact[place] = 1;
      other[place] = place < changed ? -1 : 0.5f;
    }
    assertThat(Agreement.same(List.of(mask), exact, other)).isEqualTo(same);
    assertThat(Agreement.classes(mask, other)).hasSize(200).startsWith(changed > 0 ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({"EMBEDDING,0.04,true", "EMBEDDING,0.06,false", "TENSOR,0.06,false"})
  void otherValuesAgreeWhereTheirChangeIsShort(OutputKind kind, float change, boolean same) {
    List<Output> outputs = List.of(output(kind, 0, 2));
    float[] exact = {3, 4};
    float[] other = {3 + 3 * change, 4 + 4 * change};
    assertThat(Agreement.same(outputs, exact, other)).isEqualTo(same);
    assertThat(Agreement.same(outputs, exact, new float[] {3, 4})).isTrue();
    assertThat(Agreement.same(outputs, new float[2], new float[2])).as("zeros").isTrue();
    assertThat(Agreement.same(outputs, new float[2], new float[] {0, 1})).isFalse();
  }

  /**
   * The box has a width and a height of 10: moved by 0.5 to the right it overlaps by 9.5 / 10.5.
   */
  @ParameterizedTest
  @CsvSource({
    "0.5, 0.8, 1, true",
    "0.6, 0.8, 1, false",
    "0,   0.8, 2, false",
    "0,   0.5, 1, true",
    "0,   0.4, 1, false"
  })
  void detectionsAgreeWhereClassAndBoxDo(float moved, float score, int index, boolean same) {
    DetectionRule rule = new DetectionRule(3, 0.5, 0.5, 10, true);
    TensorSpec spec = new TensorSpec(DType.F32, List.of(2, DetectionRule.VALUES));
    List<Output> boxes = List.of(new Output("it", spec, OutputKind.DETECTIONS, 0, rule));
    float[] exact = {0, 0, 10, 10, 0.9f, 1, 5, 5, 6, 6, 0.1f, 2};
    float[] other = {9, 9, 8, 8, 0.2f, 7, moved, 0, 10 + moved, 10, score, index};
    assertThat(Agreement.same(boxes, exact, other)).isEqualTo(same);
    assertThat(Agreement.same(boxes, other, exact)).isEqualTo(same);
  }

  @Test
  void anAnswerIsAnotherOneAsSoonAsOneOutputIs() {
    List<Output> both = List.of(output(OutputKind.LOGITS, 0, 2), output(OutputKind.TENSOR, 2, 1));
    float[] exact = {0, 1, 10};
    assertThat(Agreement.same(both, exact, new float[] {0, 2, 10.4f})).isTrue();
    assertThat(Agreement.same(both, exact, new float[] {3, 2, 10})).isFalse();
    assertThat(Agreement.same(both, exact, new float[] {0, 1, 11})).isFalse();
  }
}
