package io.isthmus.device.decide;

import io.isthmus.decision.Conditions;
import io.isthmus.decision.CostModel;
import io.isthmus.decision.Decision;
import io.isthmus.decision.EdgeStatus;
import io.isthmus.decision.Reason;
import io.isthmus.decision.SplitSelector;
import io.isthmus.decision.WireCostModel;
import io.isthmus.decision.Workload;
import io.isthmus.device.edge.EdgeLink;
import io.isthmus.estimate.EdgeLoad;
import io.isthmus.estimate.LinkEstimate;
import io.isthmus.model.Network;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.service.LoadMeter;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

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

  /** Takes the cut that the request names, or the fastest. */
  public Decision decide(OptionalInt forced, Workload workload) {
    edge.wanted();
    EdgeStatus status = edge.status();
    ProfileTimes edgeProfile = edge.profile();
    boolean known = status == EdgeStatus.READY && edgeProfile != null;
    boolean fits = edgeProfile == null || workload.batch() <= edgeProfile.largestBatch();
    // Where nothing is known of the edge only cut L is priced, which does not look at its profile.
    CostModel model = costs(edgeProfile == null ? device : edgeProfile);
    Conditions now = conditions();
    if (forced.isPresent()) {
      int split = forced.getAsInt();
      boolean predictable = split == network.length() || (known && fits);
      return selector.forced(
          split, workload.batch(), predictable ? model.time(split, workload, now) : null);
    }
    if (!known) {
      return selector.local(model, workload, now, status.reason());
    }
    if (!fits) {
      return selector.local(model, workload, now, Reason.EDGE_NO_ROOM);
    }
    return selector.fastest(model, workload, now);
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
        edgeLoad.expectedSlowdown(now));
  }
}
