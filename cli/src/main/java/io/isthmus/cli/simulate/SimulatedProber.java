package io.isthmus.cli.simulate;

import static io.isthmus.cli.simulate.SimulatedController.nanos;

import io.isthmus.control.EdgeEvent;
import io.isthmus.control.Report;
import io.isthmus.decision.SystemState;
import io.isthmus.estimate.LinkSample;
import io.isthmus.estimate.SlowdownEstimate;
import io.isthmus.profile.ProfileTimes;
import java.util.OptionalInt;

/** Probes the link when the controller says that this is due, as the device-service does. */
final class SimulatedProber {

  /** How often the device-service looks whether the link ought to be probed. */
  private static final double LOOK_MS = 50;

  /** How long it waits for the answer to a probe. */
  private static final double PROBE_LIMIT_MS = 5000;

  private final World world;
  private final ProfileTimes edgeProfile;
  private final long seed;
  private final SimulatedController controller;
  private final Agenda agenda;
  private SlowdownEstimate edgeFactor = SlowdownEstimate.NONE; // the edge's own, which it reports
  private double lookMs = LOOK_MS;
  private double probedBytes;

  SimulatedProber(
      World world,
      ProfileTimes edgeProfile,
      long seed,
      SimulatedController controller,
      Agenda agenda) {
    this.world = world;
    this.edgeProfile = edgeProfile;
    this.seed = seed;
    this.controller = controller;
    this.agenda = agenda;
  }

  /** When it looks next, in milliseconds. */
  double lookMs() {
    return lookMs;
  }

  /** Bytes of all probes so far. */
  double probedBytes() {
    return probedBytes;
  }

  /** Looks whether a probe is due, and sends it. */
  void look() {
    double ms = lookMs;
    OptionalInt size = controller.get().probeDue(nanos(ms));
    lookMs = ms + LOOK_MS;
    if (size.isPresent()) {
      probe(ms, size.getAsInt());
    }
  }

  private void probe(double ms, int bytes) {
    Noise noise = Noise.of(seed, nanos(ms));
    LinkSample sample = world.probe(ms, bytes, noise);
    probedBytes += bytes;
    double endMs = ms + Math.min(PROBE_LIMIT_MS, sample.exchangeMs());
    lookMs = endMs + LOOK_MS;
    boolean inTime = sample.exchangeMs() <= PROBE_LIMIT_MS;
    agenda.at(endMs, inTime ? () -> probed(ms, endMs, sample, noise) : () -> failed(endMs, sample));
  }

  private void failed(double endMs, LinkSample sample) {
    controller.measured(m -> m.transfer((double) sample.upBytes(), PROBE_LIMIT_MS));
    controller.tell(endMs, new EdgeEvent.GivenUp(sample.upBytes(), PROBE_LIMIT_MS));
    controller.tell(endMs, new EdgeEvent.ProbeFailed(sample.upBytes()));
  }

  private void probed(double ms, double endMs, LinkSample sample, Noise noise) {
    double tookTruly = sample.exchangeMs() - World.RTT_MS - noise.exchangeMs();
    SystemState truth = world.truth(ms);
    controller.measured(m -> m.transfer((double) sample.upBytes(), tookTruly).edge(truth));
    // others have their tails run meanwhile: the edge knows how slow it is
    double profiledMs = edgeProfile.units(0, edgeProfile.length(), 1);
    double tookMs = profiledMs * truth.edgeFactor() * noise.edge();
    edgeFactor = edgeFactor.next(tookMs, profiledMs, nanos(endMs));
    double slowdown = edgeFactor.at(nanos(endMs));
    Report told = new Report(truth.queueMs() * noise.queue(), slowdown, 1);
    controller.tell(endMs, new EdgeEvent.Probed(sample, told));
  }
}
