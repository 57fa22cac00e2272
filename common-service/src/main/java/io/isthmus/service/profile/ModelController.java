package io.isthmus.service.profile;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.isthmus.encoding.KnownEncodings;
import io.isthmus.engine.UnitChain;
import io.isthmus.model.ModelPackage;
import io.isthmus.network.Bottlenecks;
import io.isthmus.network.Network;
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

  /** One unit, as {@code ./isthmus inspect --json} prints it. */
  public record UnitView(
      int index, String name, List<Integer> output, double ratio, long parameters) {}

  /** The network, its bottlenecks and how it is served. */
  public record ModelView(
      String name,
      String fingerprint,
      String description,
      int classes,
      List<Integer> input,
      int L,
      @JsonUnwrapped ServingView serving,
      @JsonUnwrapped BottlenecksView bottlenecks,
      List<UnitView> units) {}

  /**
   * How it is served.
   *
   * @param encodings how tensors may be written; null where none but raw ones are taken
   * @param form the form of the package that runs
   * @param engine what runs it, with its version
   */
  public record ServingView(
      int maxBatch,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> encodings,
      String form,
      String engine) {}

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
        network.classes(),
        network.input().shape(),
        network.length(),
        new ServingView(
            limit.maxBatch(),
            encodings == null ? null : encodings.words(),
            chain.form().name(),
            chain.backend().version()),
        new BottlenecksView(bottlenecks.natural(), bottlenecks.compressive()),
        network.units().stream()
            .map(
                u ->
                    new UnitView(
                        u.index(),
                        u.name(),
                        u.output().shape(),
                        network.ratio(u.index()),
                        u.parameters()))
            .toList());
  }

  /** What is measured so far; 503 while that is nothing. */
  @GetMapping("/profile")
  TimingProfile profile() {
    return profile.measured().orElseThrow(profile::notReady);
  }
}
