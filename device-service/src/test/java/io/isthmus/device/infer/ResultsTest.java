package io.isthmus.device.infer;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.calibration.Accuracy;
import io.isthmus.control.SplitPreference;
import io.isthmus.device.decide.Wish;
import io.isthmus.network.DType;
import io.isthmus.network.Output;
import io.isthmus.network.OutputKind;
import io.isthmus.network.TensorSpec;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ResultsTest {

  private static final int LARGE = 600_000;

  private static InferQuery query(boolean logits, boolean outputs) {
    Wish wish = new Wish(new SplitPreference.Fastest(), Accuracy.EXACT);
    return new InferQuery(wish, 1, logits, outputs, false);
  }

  private static Output output(String name, OutputKind kind, int offset, Integer... shape) {
    return new Output(name, new TensorSpec(DType.F32, List.of(shape)), kind, offset);
  }

  @Test
  void classesAreThoseOfTheLogits_whereverTheseAreAmongTheOutputs() {
    Output other = output("other", OutputKind.EMBEDDING, 0, 2);
    Output logits = output("scores", OutputKind.LOGITS, 2, 3);
    Results results =
        new Results(List.of(other, logits), logits, new Classes(List.of("a", "b", "c")));
    InferResponse.Result result = results.of(new float[] {9, 8, 1, 7, 2}, 1, query(true, true));
    assertThat(Objects.requireNonNull(result.classes()).get(0).label()).isEqualTo("b");
    assertThat(result.logits()).containsExactly(1, 7, 2);
    assertThat(Objects.requireNonNull(result.outputs())).containsOnlyKeys("other", "scores");
    assertThat(view(result, "other").data()).isEqualTo(new float[] {9, 8});
  }

  @Test
  void tooManyValuesAreLeftOut_countedOverAllImages() {
    Output large = output("large", OutputKind.TENSOR, 0, LARGE);
    Output mask = output("mask", OutputKind.MASK, LARGE, 3, 100, 100);
    Results results = new Results(List.of(large, mask), null, new Classes(List.of()));
    float[] values = new float[LARGE + 30_000];
    InferResponse.Result one = results.of(values, 1, query(false, true));
    InferResponse.Result ofTwo = results.of(values, 2, query(false, true));
    assertThat(one.classes()).isNull();
    assertThat(view(one, "large").data()).isNotNull();
    assertThat(view(ofTwo, "large").data()).isNull();
    assertThat(view(ofTwo, "large").shape()).containsExactly(LARGE);
    assertThat(view(ofTwo, "mask").data()).isEqualTo(new int[10_000]);
  }

  private static OutputView view(InferResponse.Result result, String name) {
    return Objects.requireNonNull(Objects.requireNonNull(result.outputs()).get(name));
  }
}
