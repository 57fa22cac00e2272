package io.isthmus.device.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.calibration.Accuracy;
import io.isthmus.control.SplitPreference;
import io.isthmus.detection.DetectionRule;
import io.isthmus.device.decide.Wish;
import io.isthmus.device.infer.OutputView.DetectionView;
import io.isthmus.hostile.Photos;
import io.isthmus.image.EncodedImage;
import io.isthmus.image.Fit;
import io.isthmus.image.ImageException;
import io.isthmus.image.ImageLimits;
import io.isthmus.image.ImageMapping;
import io.isthmus.image.ImageReader;
import io.isthmus.image.ImageTransform;
import io.isthmus.image.Interpolation;
import io.isthmus.network.DType;
import io.isthmus.network.Output;
import io.isthmus.network.OutputKind;
import io.isthmus.network.TensorSpec;
import java.awt.Color;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.web.ErrorResponseException;

class ResultsTest {

  private static final int LARGE = 600_000;
  private static final ImageTransform STRETCHED =
      new ImageTransform(
          new Fit.Stretch(),
          10,
          10,
          Interpolation.BILINEAR,
          ImageTransform.ExifRule.APPLY,
          ImageTransform.Colours.IGNORE,
          false);

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
    InferResponse.Result result =
        results.of(answered(new float[] {9, 8, 1, 7, 2}, 1), query(true, true));
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
    InferResponse.Result one = results.of(answered(values, 1), query(false, true));
    InferResponse.Result ofTwo = results.of(answered(values, 2), query(false, true));
    assertThat(one.classes()).isNull();
    assertThat(view(one, "large").data()).isNotNull();
    assertThat(view(ofTwo, "large").data()).isNull();
    assertThat(view(ofTwo, "large").shape()).containsExactly(LARGE);
    assertThat(view(ofTwo, "mask").data()).isEqualTo(new int[10_000]);
  }

  @Test
  void detectionsHaveTheirLabels_andBoxesInPixelsOfThePicture() {
    float[] values = {
      0, 0, 5, 10, 0.7f, 2, // the left half of the input
      5, 5, 10, 10, 0.9f, 1,
      5, 5, 10, 9, 0.8f, 1, // nearly the one before
      3, 3, 3, 9, 0.95f, 1, // has no inside
      9, 9, 1, 1, 0.1f, 99 // scores too little to be looked at
    };
    Results results = detecting(5);
    ImageMapping twice = ImageMapping.of(image(20, 40), STRETCHED);
    var result = results.of(new Results.Answered(values, twice, 0, 1), query(false, true));
    assertThat(view(result, "boxes"))
        .isEqualTo(
            new OutputView(
                "detections",
                null,
                null,
                null,
                null,
                List.of(
                    new DetectionView(List.of(10f, 20f, 20f, 40f), 1, "b", 0.9f),
                    new DetectionView(List.of(0f, 0f, 10f, 40f), 2, "c", 0.7f)),
                null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1, 2, 3, 4, 0.9, 3   | row 0 has the class 3.0, which must be a whole number of 0 to 2",
        "1, 2, 3, 4, 0.9, -1  | row 0 has the class -1.0, which must be",
        "1, 2, 3, 4, 0.9, 1.5 | row 0 has the class 1.5, which must be",
        "3, 2, 1, 4, 0.9, 1   | row 0 has the box 3.0, 2.0, 1.0, 4.0, which must be x1, y1, x2, y2",
        "1, 4, 3, 2, 0.9, 1   | row 0 has the box 1.0, 4.0, 3.0, 2.0, which must be x1, y1, x2, y2"
      })
  void aCandidateThatIsNoneIsAFailureOfTheNetwork_andNamesTheRow(String row, String reason) {
    float[] values = new float[6];
    List<String> parts = Pattern.compile(", ").splitAsStream(row).toList();
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(parts.get(i));
    }
    Results results = detecting(1);
    assertThatThrownBy(() -> results.of(answered(values, 2), query(false, true)))
        .isInstanceOfSatisfying(
            ErrorResponseException.class,
            e -> {
              assertThat(e.getStatusCode().value()).isEqualTo(500);
              assertThat(e.getBody().getDetail())
                  .contains("in output boxes, for image 1 of 2: " + reason);
            });
  }

  private static Results detecting(int rows) {
    DetectionRule rule = new DetectionRule(3, 0.5, 0.5, 10, true);
    TensorSpec spec = new TensorSpec(DType.F32, List.of(rows, 6));
    Output boxes = new Output("boxes", spec, OutputKind.DETECTIONS, 0, rule);
    return new Results(List.of(boxes), null, new Classes(List.of("a", "b", "c")));
  }

  private static EncodedImage image(int width, int height) {
    try {
      return new ImageReader(ImageLimits.NONE, STRETCHED)
          .inspect(Photos.png(width, height, Color.RED));
    } catch (ImageException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aMaskTellsItsClasses_theLargestFirst_andWhereItLies() {
    Output mask = output("mask", OutputKind.MASK, 0, 2, 2, 2);
    Results results = new Results(List.of(mask), null, new Classes(List.of("sky", "sea")));
    float[] values = {1, 0, 0, 0, 0, 1, 1, 1};
    OutputView view = view(results.of(answered(values, 1), query(false, true)), "mask");
    assertThat(view.data()).isEqualTo(new int[] {0, 1, 1, 1});
    assertThat(view.classes())
        .containsExactly(
            new OutputView.AreaView(1, "sea", 0.75), new OutputView.AreaView(0, "sky", 0.25));
    assertThat(view.box()).containsExactly(0f, 0f, 10f, 10f);
  }

  private static Results.Answered answered(float[] values, int images) {
    return new Results.Answered(values, ImageMapping.identity(10, 10), 0, images);
  }

  private static OutputView view(InferResponse.Result result, String name) {
    return Objects.requireNonNull(Objects.requireNonNull(result.outputs()).get(name));
  }
}
