package io.isthmus.service.profile;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.isthmus.audio.AudioInput;
import io.isthmus.detection.DetectionRule;
import io.isthmus.encoding.KnownEncodings;
import io.isthmus.engine.UnitChain;
import io.isthmus.model.ModelPackage;
import io.isthmus.network.Bottlenecks;
import io.isthmus.network.CutTensors;
import io.isthmus.network.DType;
import io.isthmus.network.NamedTensor;
import io.isthmus.network.Network;
import io.isthmus.network.Output;
import io.isthmus.network.TensorSpec;
import io.isthmus.network.Unit;
import io.isthmus.profile.TimingProfile;
import io.isthmus.service.http.body.BatchLimit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells what is served and how fast this machine is. */
@RestController
public class ModelController {

  /**
   * One unit, as {@code ./isthmus inspect --json} prints it.
   *
   * @param output shape of the only tensor after it; absent where there are several
   * @param tensors all tensors that are alive after it
   * @param elements of these, together
   */
  public record UnitView(
      int index,
      String name,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Integer> output,
      List<TensorView> tensors,
      long elements,
      double ratio,
      long parameters) {

    static UnitView of(Network network, Unit unit) {
      CutTensors output = unit.output();
      return new UnitView(
          unit.index(),
          unit.name(),
          output.size() == 1 ? output.only().shape() : null,
          output.tensors().stream()
              .map(t -> new TensorView(t.name(), t.spec().shape(), t.spec().dtype()))
              .toList(),
          output.elements(),
          network.ratio(unit.index()),
          unit.parameters());
    }
  }

  /** A tensor at a cut; the shape is that of one image. */
  public record TensorView(String name, List<Integer> shape, DType dtype) {}

  /** The network, its bottlenecks and how it is served. */
  public record ModelView(
      String name,
      String fingerprint,
      String description,
      @JsonUnwrapped OutputsView outputs,
      @JsonUnwrapped InputsView inputs,
      int L,
      @JsonUnwrapped ServingView serving,
      @JsonUnwrapped BottlenecksView bottlenecks,
      List<UnitView> units) {}

  /**
   * What the network takes.
   *
   * @param input shape of one image or other input
   * @param inputs more about it
   */
  public record InputsView(List<Integer> input, List<InputView> inputs) {

    static InputsView of(ModelPackage model) {
      NamedTensor only = model.network().inputs().tensors().get(0);
      TensorSpec spec = only.spec();
      AudioInput audio = model.audio();
      String other = model.network().takesPictures() ? "image" : "tensor";
      InputView view =
          new InputView(
              only.name(),
              spec.shape(),
              spec.dtype(),
              audio == null ? other : "audio",
              audio == null ? null : audio.sampleRate(),
              audio == null ? null : audio.longer().word());
      return new InputsView(spec.shape(), List.of(view));
    }
  }

  /**
   * The input; the shape is that of one.
   *
   * @param sampleRate of sound, samples a second; absent of others
   * @param longer what is taken of a longer sound; absent of others
   */
  public record InputView(
      String name,
      List<Integer> shape,
      DType dtype,
      String kind,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer sampleRate,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String longer) {}

  /**
   * What the network gives.
   *
   * @param classes number of logits; 0 where there are none
   */
  public record OutputsView(int classes, List<OutputView> outputs) {

    static OutputsView of(Network network) {
      return new OutputsView(
          network.classes(), network.answers().stream().map(OutputView::of).toList());
    }
  }

  /**
   * An output; the shape is that for one image.
   *
   * @param detections of candidates for detections, which of them are some
   */
  public record OutputView(
      String name,
      List<Integer> shape,
      DType dtype,
      String kind,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RuleView detections) {

    static OutputView of(Output output) {
      DetectionRule rule = output.rule();
      return new OutputView(
          output.name(),
          output.spec().shape(),
          output.spec().dtype(),
          output.kind().word(),
          rule == null ? null : RuleView.of(rule));
    }
  }

  /** Which candidates are detections, as the manifest says it. */
  public record RuleView(int classes, double score, double overlap, int max, boolean perClass) {

    static RuleView of(DetectionRule rule) {
      return new RuleView(
          rule.classes(), rule.score(), rule.overlap(), rule.most(), rule.perClass());
    }
  }

  /**
   * How it is served.
   *
   * @param encodings how tensors may be written; null where none but raw ones are taken
   * @param form the form of the package that runs
   * @param engine what runs it, with its version
   * @param device what it computes on
   */
  public record ServingView(
      int maxBatch,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> encodings,
      String form,
      String engine,
      String device) {}

  /**
   * The cuts after which less crosses the link than the input; those that the selector compares.
   */
  public record BottlenecksView(List<Integer> natural, List<Integer> compressive) {}

  private final ModelPackage model;
  private final UnitChain chain;
  private final MachineProfile profile;
  private final BatchLimit limit;
  private final @Nullable KnownEncodings encodings;

  ModelController(
      ModelPackage model,
      UnitChain chain,
      MachineProfile profile,
      BatchLimit limit,
      ObjectProvider<KnownEncodings> encodings) {
    this.encodings = encodings.getIfAvailable();
    this.model = model;
    this.chain = chain;
    this.profile = profile;
    this.limit = limit;
  }

  @GetMapping("/model")
  ModelView model() {
    Network network = model.network();
    Bottlenecks bottlenecks = Bottlenecks.of(network);
    return new ModelView(
        network.name(),
        network.fingerprint(),
        model.description(),
        OutputsView.of(network),
        InputsView.of(model),
        network.length(),
        new ServingView(
            limit.maxBatch(),
            encodings == null ? null : encodings.words(),
            chain.form().name(),
            chain.backend().version(),
            chain.backend().device().toString()),
        new BottlenecksView(bottlenecks.natural(), bottlenecks.compressive()),
        network.units().stream().map(unit -> UnitView.of(network, unit)).toList());
  }

  /** What is measured so far; 503 while that is nothing. */
  @GetMapping("/profile")
  TimingProfile profile() {
    return profile.measured().orElseThrow(profile::notReady);
  }
}
