package io.isthmus.tools.simulate;

import io.isthmus.decision.Conditions;
import io.isthmus.decision.CutTime;
import io.isthmus.decision.Patience;
import io.isthmus.decision.WireCostModel;
import io.isthmus.decision.Workload;
import io.isthmus.estimate.LinkSample;
import io.isthmus.model.Network;
import io.isthmus.profile.ProfileTimes;

/**
 * Two machines and the link between them as they truly are, which only the oracle sees. Carries
 * requests out as the services do: where the edge is overdue the device goes on by itself, and what
 * is ready first is the answer.
 */
final class World {

  /** As the device-service has it where nothing else is configured. */
  private static final Patience PATIENCE = new Patience(1.5, 50);

  private static final double RTT_MS = 2;
  private static final double CLOCK_TICK_MS = 0.01;

  private final Network network;
  private final WireCostModel cost;
  private final Channel channel;
  private final Loads loads;

  World(Network network, ProfileTimes device, ProfileTimes edge, Channel channel, Loads loads) {
    this.network = network;
    this.cost = new WireCostModel(network, device, edge);
    this.channel = channel;
    this.loads = loads;
  }

  WireCostModel cost() {
    return cost;
  }

  /** The true state at a time. In an outage the round trip is that of what waits for its end. */
  Conditions truth(double ms) {
    Loads.Phase phase = loads.at(ms);
    double outageMs = channel.outageMs(ms);
    return new Conditions(
        channel.rateAt(ms + outageMs),
        RTT_MS + outageMs,
        phase.queueMs(),
        phase.deviceFactor(),
        phase.edgeFactor(),
        0);
  }

  /** What the link can carry at a time, in bytes per millisecond; 0 in an outage. */
  double bytesPerMs(double ms) {
    return channel.rateAt(ms);
  }

  /** Carries out a request that comes at a time. */
  Outcome execute(double ms, Choice choice, Workload workload, Noise noise) {
    int split = choice.split();
    Conditions truth = truth(ms);
    CutTime time = cost.time(split, workload, truth);
    double deviceMs = time.deviceMs() * noise.device();
    if (split == network.length()) {
      return new Outcome(split, deviceMs, time.headMs() * noise.device(), 0, 0, null, 0);
    }
    double bytes = cost.bytes(split, workload);
    double outageMs = channel.outageMs(ms + deviceMs + RTT_MS / 2);
    double arrivingMs = channel.transferMs(ms + deviceMs + RTT_MS / 2, bytes);
    double waitMs = time.queueMs() * noise.queue();
    double edgeMs = waitMs + time.edgeMs() * noise.edge();
    double exchangeMs = RTT_MS + arrivingMs + edgeMs + noise.exchangeMs();
    double aloneMs =
        PATIENCE.overdueMs(choice.exchangeMs()) + finishMs(split, workload, truth, noise);
    double headMs = time.headMs() * noise.device();
    double tailMs = time.tailMs() * noise.edge();
    if (aloneMs < exchangeMs) {
      return new Outcome(split, deviceMs + aloneMs, headMs, 0, 0, null, aloneMs);
    }
    double receiveMs = timed(arrivingMs - outageMs, noise); // from the first byte on
    double seenMs = RTT_MS + outageMs + receiveMs + edgeMs + noise.exchangeMs();
    LinkSample sample = new LinkSample((long) bytes, 0, receiveMs, edgeMs, seenMs);
    return new Outcome(split, deviceMs + exchangeMs, headMs, waitMs, tailMs, sample, 0);
  }

  private static double timed(double arrivingMs, Noise noise) {
    return Math.max(CLOCK_TICK_MS, arrivingMs + noise.receiveMs());
  }

  /** What the device needs from the cut to the end, decoding included where it has not decoded. */
  private double finishMs(int split, Workload workload, Conditions truth, Noise noise) {
    double all = cost.time(network.length(), workload, truth).deviceMs();
    return (all - cost.time(split, workload, truth).deviceMs()) * noise.device();
  }

  /** Sends a probe at a time. */
  LinkSample probe(double ms, int bytes, Noise noise) {
    double outageMs = channel.outageMs(ms + RTT_MS / 2);
    double arrivingMs = channel.transferMs(ms + RTT_MS / 2, bytes);
    double receiveMs = timed(arrivingMs - outageMs, noise);
    double seenMs = RTT_MS + outageMs + receiveMs + noise.exchangeMs();
    return new LinkSample(bytes, 0, receiveMs, 0, seenMs);
  }
}
