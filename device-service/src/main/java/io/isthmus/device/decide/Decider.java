package io.isthmus.device.decide;

import io.isthmus.decision.Conditions;
import io.isthmus.decision.CostModel;
import io.isthmus.decision.CutMap;
import io.isthmus.decision.CutTime;
import io.isthmus.decision.Decision;
import io.isthmus.decision.EdgeStatus;
import io.isthmus.decision.Explanation;
import io.isthmus.decision.Plan;
import io.isthmus.decision.Reason;
import io.isthmus.decision.Situation;
import io.isthmus.decision.SplitSelector;
import io.isthmus.decision.WireCostModel;
import io.isthmus.decision.Workload;
import io.isthmus.device.edge.EdgeLink;
import io.isthmus.estimate.EdgeLoad;
import io.isthmus.estimate.LinkEstimate;
import io.isthmus.network.Network;
import io.isthmus.plan.Planner;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.service.Deadlines;
import io.isthmus.service.LoadMeter;
import io.isthmus.service.http.problem.Problems;
import io.isthmus.wire.Deadline;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;

/** Asks selector and planner, in the conditions of the moment. Touches neither disk nor network. */
@Component
public class Decider {

  private final Network network;
  private final Supplier<ProfileTimes> profile;
  private final EdgeLink edge;
  private final LoadMeter load;
  private final Deadlines deadlines;
  private final TooLate tooLate;
  private final PlanFactor plans;
  private final Sending sending;
  private final SplitSelector selector;
  private final Planner planner;

  /** The cost model for the latest profiles: built anew only when one of them changes. */
  private volatile @Nullable Costs costs;

  private record Costs(ProfileTimes device, ProfileTimes edge, CostModel model) {}

  Decider(
      Network network,
      Supplier<ProfileTimes> profile,
      EdgeLink edge,
      LoadMeter load,
      Deadlines deadlines,
      TooLate tooLate,
      PlanFactor plans,
      Sending sending,
      PrivacyProperties privacy) {
    this.network = network;
    this.profile = profile;
    this.edge = edge;
    this.load = load;
    this.deadlines = deadlines;
    this.tooLate = tooLate;
    this.plans = plans;
    this.sending = sending;
    this.selector = new SplitSelector(network, privacy.rawInputMayLeave());
    this.planner = new Planner(selector);
  }

  /** Whether the configuration lets this cut be used. */
  public boolean allows(int split) {
    return selector.allows(split);
  }

  /**
   * Takes the plan that the request names, or the fastest.
   *
   * @throws ErrorResponseException 413, for a batch that neither machine can take; 400, for a plan
   *     of another number of images; 504, for a deadline that cannot be met
   */
  public Taken decide(Wish wish, Workload workload, Deadline deadline) {
    edge.wanted();
    Situation now = situation(workload, deadline.leftMs(System.nanoTime()));
    Decision decision = decision(wish, now);
    return new Taken(
        now, decision.reason() == Reason.TOO_LATE ? tried(wish, now, decision) : decision);
  }

  /** What would be decided: the same for an onlooker, for whom no link need be probed. */
  Taken foresee(Wish wish, Workload workload) {
    Situation now = situation(workload, Deadline.NONE.leftMs(System.nanoTime()));
    return new Taken(now, decision(wish, now));
  }

  private Decision decision(Wish wish, Situation now) {
    return granted(wish, now).orElseThrow(() -> noRoom(now.workload().batch()));
  }

  /** What is refused is begun now and then, for the prediction may be wrong. */
  private Decision tried(Wish wish, Situation now, Decision refused) {
    CutTime time = refused.predicted();
    double leftMs = now.leftMs();
    if (leftMs <= 0 || time == null || deadlines.refuses(time.totalMs(), leftMs)) {
      throw tooLate.refusal(refused, leftMs);
    }
    return decision(wish, now.unhurried());
  }

  private Optional<Decision> granted(Wish wish, Situation now) {
    if (wish instanceof Wish.Cut cut) {
      return selector.forced(Plan.single(now.workload().batch(), cut.split()), now);
    }
    if (wish instanceof Wish.Chunks chunks) {
      return selector.forced(fitting(chunks.plan(), now.workload()), now);
    }
    return wish instanceof Wish.FastestCut ? selector.decide(now) : planner.decide(now);
  }

  private static Plan fitting(Plan plan, Workload workload) {
    if (plan.images() != workload.batch()) {
      throw Problems.badRequest(
          "The plan has %d images, but the request brings %d."
              .formatted(plan.images(), workload.batch()));
    }
    return plan;
  }

  /**
   * The best cut for every rate and batch size in the conditions of the moment.
   *
   * @param like tells how large an image is
   * @param bytesPerMs rates, in bytes per millisecond
   */
  CutMap map(Workload like, List<Double> bytesPerMs, List<Integer> batches) {
    return CutMap.of(selector, situation(like, Deadline.NONE.leftMs(0)), bytesPerMs, batches);
  }

  /** Tells why a decision was as it was. */
  Explanation explain(Taken taken) {
    return Explanation.of(selector, taken.situation(), taken.decision());
  }

  private Situation situation(Workload workload, double leftMs) {
    EdgeStatus status = edge.status();
    ProfileTimes device = profile.get();
    ProfileTimes edgeProfile = edge.profile();
    LinkEstimate link = edge.link();
    long nanos = System.nanoTime();
    return new Situation(
        workload,
        conditions(),
        // Where nothing is known of the edge only cut L is priced, which does not look at its
        // profile.
        costs(device, edgeProfile == null ? device : edgeProfile),
        status == EdgeStatus.READY && edgeProfile == null ? EdgeStatus.UNAVAILABLE : status,
        link.known(nanos) ? link.ageNanos(nanos) / 1e6 : null,
        device.largestBatch(),
        edgeProfile == null ? 0 : edgeProfile.largestBatch(),
        leftMs);
  }

  private ErrorResponseException noRoom(int batch) {
    return Problems.tooLarge(
        "This device takes up to %d images at once. %d would all have to go to the edge, which cannot be used for them; send fewer."
            .formatted(profile.get().largestBatch(), batch));
  }

  private CostModel costs(ProfileTimes device, ProfileTimes edgeProfile) {
    Costs current = costs;
    if (current == null || current.device() != device || current.edge() != edgeProfile) {
      current = new Costs(device, edgeProfile, new WireCostModel(network, device, edgeProfile));
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
        edgeLoad.expectedQueueMs(now) + edge.ownWaitMs(),
        load.slowdown(),
        edgeLoad.expectedSlowdown(now),
        load.queueMs(),
        load.imageSlowdown(),
        edgeLoad.expectedImages(now),
        plans.now(),
        sending.nowMs());
  }
}
