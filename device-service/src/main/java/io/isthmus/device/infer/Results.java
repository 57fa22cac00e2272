package io.isthmus.device.infer;

import io.isthmus.calibration.Agreement;
import io.isthmus.network.Network;
import io.isthmus.network.Output;
import io.isthmus.network.OutputKind;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
   * The result of an image.
   *
   * @param values of its answer
   * @param images how many the answer has
   */
  InferResponse.Result of(float[] values, int images, InferQuery query) {
    float[] scores = logits == null ? null : own(logits, values);
    return new InferResponse.Result(
        scores == null ? null : classes.top(scores, query.top()),
        query.logits() ? scores : null,
        query.outputs() ? views(values, images) : null,
        null);
  }

  private Map<String, OutputView> views(float[] values, int images) {
    Map<String, OutputView> views = new LinkedHashMap<>();
    outputs.forEach(output -> views.put(output.name(), view(output, values, images)));
    return views;
  }

  private static OutputView view(Output output, float[] values, int images) {
    List<Integer> shape = output.spec().shape();
    String kind = output.kind().word();
    if (output.kind() == OutputKind.MASK) {
      boolean shown = (long) images * output.size() / output.classes() <= MOST_VALUES;
      Object places = shown ? Agreement.classes(output, values) : null;
      return new OutputView(kind, shape.subList(1, shape.size()), "U16", places);
    }
    boolean shown = (long) images * output.size() <= MOST_VALUES;
    return new OutputView(
        kind, shape, output.spec().dtype().name(), shown ? own(output, values) : null);
  }

  private static float[] own(Output output, float[] values) {
    return Arrays.copyOfRange(values, output.offset(), output.offset() + output.size());
  }
}
