package io.isthmus.service.profile;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.isthmus.encoding.KnownEncodings;
import io.isthmus.engine.UnitChain;
import io.isthmus.model.ModelPackage;
import io.isthmus.network.Bottlenecks;
import io.isthmus.network.CutTensors;
import io.isthmus.network.DType;
import io.isthmus.network.Network;
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
      List<Integer> input,
      int L,
      @JsonUnwrapped ServingView serving,
      @JsonUnwrapped BottlenecksView bottlenecks,
      List<UnitView> units) {}

  /**
   * What the network gives.
   *
   * @param classes number of logits; 0 where there are none
   */
  public record OutputsView(int classes, List<OutputView> outputs) {

    static OutputsView of(Network network) {
      return new OutputsView(
          network.classes(),
          network.answers().stream()
              .map(
                  o ->
                      new OutputView(o.name(), o.spec().shape(), o.spec().dtype(), o.kind().word()))
              .toList());
    }
  }

  /** An output; the shape is that for one image. */
  public record OutputView(String name, List<Integer> shape, DType dtype, String kind) {}

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
        network.input().shape(),
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
