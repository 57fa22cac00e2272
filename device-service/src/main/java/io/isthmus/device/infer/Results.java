package io.isthmus.device.infer;

import io.isthmus.calibration.Agreement;
import io.isthmus.detection.Box;
import io.isthmus.detection.Candidates;
import io.isthmus.detection.Detection;
import io.isthmus.device.infer.OutputView.AreaView;
import io.isthmus.device.infer.OutputView.DetectionView;
import io.isthmus.image.ImageMapping;
import io.isthmus.network.Network;
import io.isthmus.network.Output;
import io.isthmus.service.http.problem.Problems;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * What an answer tells of each image.
 *
 * @param outputs those of the network
 * @param logits the one that names classes; null where there is none
 * @param classes names them
 */
record Results(List<Output> outputs, @Nullable Output logits, Classes classes) {

  /** Values that an answer has at most: JSON writes each in about ten bytes. */
  static final int MOST_VALUES = 1 << 20;

  static Results of(Network network, Classes classes) {
    return new Results(network.answers(), network.logits().orElse(null), classes);
  }

  /**
   * An image that was answered.
   *
   * @param values of its answer
   * @param mapping where places of the network's input lie in the picture; null where a package's
   *     own module decides that
   * @param index of the image in its request, counted from 0
   * @param images how many the answer has
   */
  @SuppressWarnings("ArrayRecordComponent") // looked at once
  record Answered(float[] values, @Nullable ImageMapping mapping, int index, int images) {}

  /** The result of an image. Throws a 500 if a candidate for a detection is none. */
  InferResponse.Result of(Answered image, InferQuery query) {
    float[] values = image.values();
    float[] scores = logits == null ? null : own(logits, values);
    return new InferResponse.Result(
        scores == null ? null : classes.top(scores, query.top()),
        query.logits() ? scores : null,
        query.outputs() ? views(image) : null,
        null);
  }

  private Map<String, OutputView> views(Answered image) {
    Map<String, OutputView> views = new LinkedHashMap<>();
    outputs.forEach(output -> views.put(output.name(), view(output, image)));
    return views;
  }

  private OutputView view(Output output, Answered image) {
    return switch (output.kind()) {
      case DETECTIONS -> detections(output, image);
      case MASK -> mask(output, image);
      case LOGITS, EMBEDDING, TENSOR -> plain(output, image);
    };
  }

  private static OutputView plain(Output output, Answered image) {
    boolean shown = (long) image.images() * output.size() <= MOST_VALUES;
    return OutputView.plain(
        output.kind().word(),
        output.spec().shape(),
        output.spec().dtype().name(),
        shown ? own(output, image.values()) : null);
  }

  private OutputView mask(Output output, Answered image) {
    List<Integer> shape = output.spec().shape().subList(1, 3);
    boolean shown = (long) image.images() * output.size() / output.classes() <= MOST_VALUES;
    int[] places = shown ? Agreement.classes(output, image.values()) : null;
    return new OutputView(
        output.kind().word(),
        shape,
        "U16",
        image.mapping() == null ? null : image.mapping().input(),
        places == null ? null : areas(output, places),
        null,
        places);
  }

  private List<AreaView> areas(Output output, int[] places) {
    int[] counts = new int[output.classes()];
    for (int index : places) {
      counts[index]++;
    }
    return IntStream.range(0, counts.length)
        .filter(index -> counts[index] > 0)
        .mapToObj(
            index ->
                new AreaView(index, label(output, index), (double) counts[index] / places.length))
        .sorted(Comparator.comparingDouble(AreaView::share).reversed())
        .toList();
  }

  private String label(Output output, int index) {
    return classes.count() == output.classes() ? classes.label(index) : Integer.toString(index);
  }

  private OutputView detections(Output output, Answered image) {
    Candidates candidates = output.candidates(image.values());
    String fault = candidates.fault();
    if (fault != null) {
      throw Problems.of(
          HttpStatus.INTERNAL_SERVER_ERROR,
          "The network gave no candidates for detections in output %s, for image %d of %d: %s."
              .formatted(output.name(), image.index() + 1, image.images(), fault));
    }
    ImageMapping mapping =
        Objects.requireNonNull(image.mapping(), "a package with detections says how pictures fit");
    List<DetectionView> found =
        candidates.detections().stream()
            .map(detection -> view(detection, output, mapping))
            .filter(view -> view.box().get(0) < view.box().get(2))
            .filter(view -> view.box().get(1) < view.box().get(3))
            .toList();
    return new OutputView(output.kind().word(), null, null, null, null, found, null);
  }

  private DetectionView view(Detection detection, Output output, ImageMapping mapping) {
    Box box = detection.box();
    List<Float> sides =
        List.of(mapping.x(box.x1()), mapping.y(box.y1()), mapping.x(box.x2()), mapping.y(box.y2()));
    int index = detection.index();
    return new DetectionView(sides, index, label(output, index), detection.score());
  }

  private static float[] own(Output output, float[] values) {
    return Arrays.copyOfRange(values, output.offset(), output.offset() + output.size());
  }
}
