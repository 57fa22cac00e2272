package io.isthmus.cli.simulate;

import io.isthmus.decision.SystemState;
import io.isthmus.decision.WireCostModel;
import io.isthmus.estimate.LinkSample;
import io.isthmus.network.Network;
import io.isthmus.profile.ProfileTimes;

/** Two machines and the link between them as they truly are, which only the oracle sees. */
final class World {

  static final double RTT_MS = 2;

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

  Network network() {
    return network;
  }

  WireCostModel cost() {
    return cost;
  }

  Channel channel() {
    return channel;
  }

  /** The true state at a time. In an outage the round trip is that of what waits for its end. */
  SystemState truth(double ms) {
    Loads.Phase phase = loads.at(ms);
    double outageMs = channel.outageMs(ms);
    return new SystemState(
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

  /** How long the edge sees a body arrive that takes so long to. */
  static double timed(double arrivingMs, Noise noise) {
    return Math.max(CLOCK_TICK_MS, arrivingMs + noise.receiveMs());
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
