package io.isthmus.tools.simulate;

import io.isthmus.decision.Conditions;
import io.isthmus.decision.SplitSelector;
import io.isthmus.decision.Workload;
import io.isthmus.estimate.Correction;
import io.isthmus.estimate.EdgeLoad;
import io.isthmus.estimate.LinkEstimate;
import io.isthmus.estimate.LinkSample;
import io.isthmus.estimate.ProbeBudget;
import io.isthmus.model.Network;
import io.isthmus.profile.ProfileTimes;
import org.jspecify.annotations.Nullable;

/**
 * The device-service's selector and estimators, fed with what the services would measure, and its
 * probing. Knows nothing of the true state.
 */
final class Isthmus {

  /** How often the device-service looks whether the link ought to be probed. */
  private static final double LOOK_MS = 50;

  /** How old the rate may grow before it is probed, as the device-service has it. */
  private static final double STALE_MS = 250;

  /** How long the device-service waits for the answer to a probe. */
  private static final double PROBE_LIMIT_MS = 5000;

  private final World world;
  private final Network network;
  private final ProfileTimes device;
  private final ProfileTimes edge;
  private final SplitSelector selector;
  private final long seed;
  private LinkEstimate link = LinkEstimate.UNKNOWN;
  private EdgeLoad load = EdgeLoad.IDLE;
  private Correction deviceFactor = Correction.NONE;
  private Correction edgeFactor = Correction.NONE; // the edge's own, which it reports
  private ProbeBudget budget = ProbeBudget.startingAt(0);
  private double wantedMs;
  private @Nullable LostProbe lost;
  private double probedBytes;

  Isthmus(World world, Network network, ProfileTimes device, ProfileTimes edge, long seed) {
    this.world = world;
    this.network = network;
    this.device = device;
    this.edge = edge;
    this.selector = new SplitSelector(network, true);
    this.seed = seed;
  }

  private static long nanos(double ms) {
    return (long) (ms * 1e6);
  }

  /** Bytes of all probes so far. */
  double probedBytes() {
    return probedBytes;
  }

  /** A probe that is not answered in time; the device knows of it at the end of that time. */
  private record LostProbe(int bytes, double endMs) {}

  private void noteLost(double ms) {
    LostProbe probe = lost;
    if (probe != null && probe.endMs() <= ms) {
      long then = nanos(probe.endMs());
      link = link.gaveUp(probe.bytes(), PROBE_LIMIT_MS, then);
      budget = budget.over(link, then).spent(probe.bytes(), true, link, then);
      lost = null;
    }
  }

  /** Takes the cut that it believes to be the fastest. */
  Choice choose(double ms, Workload workload) {
    noteLost(ms);
    long now = nanos(ms);
    wantedMs = ms;
    if (!link.known(now)) {
      return Choice.fixed(network.length());
    }
    Conditions believed =
        new Conditions(
            link.bytesPerMs(),
            link.rttMs(),
            load.expectedQueueMs(now),
            deviceFactor.at(now),
            load.expectedSlowdown(now),
            0);
    return Choice.of(selector.fastest(world.cost(), workload, believed));
  }

  /** Learns from a request that has ended. */
  void learn(double ms, Workload workload, Outcome outcome) {
    long now = nanos(ms);
    int split = outcome.split();
    int batch = workload.batch();
    if (split > 0) {
      deviceFactor = deviceFactor.next(outcome.headMs(), device.units(0, split, batch), now);
    }
    LinkSample sample = outcome.sample();
    if (sample != null) {
      link = link.next(sample, now);
      double profiledMs = edge.units(split, network.length(), batch);
      load = load.measured(outcome.waitMs(), outcome.tailMs(), profiledMs, now);
    } else if (outcome.overdueMs() > 0) {
      link = link.gaveUp((long) world.cost().bytes(split, workload), outcome.overdueMs(), now);
    }
    budget = budget.over(link, now);
  }

  /** Probes the link between two times, as the device-service does in the background. */
  void watch(double fromMs, double toMs) {
    double at = fromMs + LOOK_MS;
    while (at < toMs) {
      noteLost(at);
      boolean free = lost == null;
      boolean due = free && budget.due(link, nanos(STALE_MS), nanos(wantedMs), nanos(at));
      at = due ? probe(at) : at;
      at += LOOK_MS;
    }
  }

  private double probe(double ms) {
    int bytes = budget.size(link, nanos(ms));
    Noise noise = Noise.of(seed, nanos(ms));
    LinkSample sample = world.probe(ms, bytes, noise);
    probedBytes += bytes;
    if (sample.exchangeMs() > PROBE_LIMIT_MS) {
      lost = new LostProbe(bytes, ms + PROBE_LIMIT_MS);
      return ms;
    }
    double end = ms + sample.exchangeMs();
    long before = link.rateNanos();
    link = link.next(sample, nanos(end));
    budget = budget.spent(bytes, link.rateNanos() != before, link, nanos(end));
    // others have their tails run meanwhile: the edge knows how slow it is
    double profiledMs = edge.units(0, network.length(), 1);
    Conditions truth = world.truth(ms);
    edgeFactor =
        edgeFactor.next(profiledMs * truth.edgeFactor() * noise.edge(), profiledMs, nanos(end));
    load = load.reported(truth.queueMs() * noise.queue(), edgeFactor.at(nanos(end)), nanos(end));
    return end;
  }
}
