package io.isthmus.device.decide;

import io.isthmus.decision.Conditions;
import io.isthmus.decision.CostModel;
import io.isthmus.decision.Decision;
import io.isthmus.decision.EdgeStatus;
import io.isthmus.decision.Explanation;
import io.isthmus.decision.Situation;
import io.isthmus.decision.SplitSelector;
import io.isthmus.decision.WireCostModel;
import io.isthmus.decision.Workload;
import io.isthmus.device.edge.EdgeLink;
import io.isthmus.estimate.EdgeLoad;
import io.isthmus.estimate.LinkEstimate;
import io.isthmus.model.Network;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.service.LoadMeter;
import io.isthmus.service.Problems;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;

/** Asks the selector, in the conditions of the moment. Touches neither disk nor network. */
@Component
public class Decider {

  private final Network network;
  private final ProfileTimes device;
  private final EdgeLink edge;
  private final LoadMeter load;
  private final SplitSelector selector;

  /** The cost model for the edge's latest profile: built anew only when that changes. */
  private volatile @Nullable Costs costs;

  private record Costs(ProfileTimes edge, CostModel model) {}

  Decider(
      Network network,
      ProfileTimes device,
      EdgeLink edge,
      LoadMeter load,
      PrivacyProperties privacy) {
    this.network = network;
    this.device = device;
    this.edge = edge;
    this.load = load;
    this.selector = new SplitSelector(network, privacy.rawInputMayLeave());
  }

  /** Whether the configuration lets this cut be used. */
  public boolean allows(int split) {
    return selector.allows(split);
  }

  /**
   * Takes the cut that the request names, or the fastest.
   *
   * @throws ErrorResponseException 413, for a batch that neither machine can take
   */
  public Taken decide(OptionalInt forced, Workload workload) {
    edge.wanted();
    Situation now = situation(workload);
    Decision decision =
        (forced.isPresent() ? selector.forced(forced.getAsInt(), now) : selector.decide(now))
            .orElseThrow(() -> noRoom(workload.batch()));
    return new Taken(now, decision);
  }

  /** Tells why a decision was as it was. */
  Explanation explain(Taken taken) {
    return Explanation.of(selector, taken.situation(), taken.decision());
  }

  private Situation situation(Workload workload) {
    EdgeStatus status = edge.status();
    ProfileTimes edgeProfile = edge.profile();
    LinkEstimate link = edge.link();
    long nanos = System.nanoTime();
    return new Situation(
        workload,
        conditions(),
        // Where nothing is known of the edge only cut L is priced, which does not look at its
        // profile.
        costs(edgeProfile == null ? device : edgeProfile),
        status == EdgeStatus.READY && edgeProfile == null ? EdgeStatus.UNAVAILABLE : status,
        link.known(nanos) ? link.ageNanos(nanos) / 1e6 : null,
        device.largestBatch(),
        edgeProfile == null ? 0 : edgeProfile.largestBatch());
  }

  private ErrorResponseException noRoom(int batch) {
    return Problems.tooLarge(
        "This device takes up to %d images at once. %d would all have to go to the edge, which cannot be used for them; send fewer."
            .formatted(device.largestBatch(), batch));
  }

  private CostModel costs(ProfileTimes edgeProfile) {
    Costs current = costs;
    if (current == null || current.edge() != edgeProfile) {
      current = new Costs(edgeProfile, new WireCostModel(network, device, edgeProfile));
      costs = current;
    }
    return current.model();
  }

  /** The live estimates; where the link is unknown its rate is a stand-in that nothing looks at. */
  public Conditions conditions() {
    LinkEstimate link = edge.link();
    EdgeLoad edgeLoad = edge.load();
    long now = System.nanoTime();
    return new Conditions(
        link.known(now) ? link.bytesPerMs() : 1,
        link.rttMs(),
        edgeLoad.expectedQueueMs(now),
        load.slowdown(),
        edgeLoad.expectedSlowdown(now),
        load.queueMs(),
        load.imageSlowdown(),
        edgeLoad.expectedImages(now));
  }
}
