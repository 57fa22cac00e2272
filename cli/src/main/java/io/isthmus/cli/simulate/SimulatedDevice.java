package io.isthmus.cli.simulate;

import io.isthmus.accuracy.MeasuredTime;
import io.isthmus.accuracy.Observation;
import io.isthmus.cli.predict.Machines;
import io.isthmus.cli.simulate.Outcome.Exchange;
import io.isthmus.cli.simulate.Outcome.Part;
import io.isthmus.cli.simulate.Outcome.Run;
import io.isthmus.control.Controller;
import io.isthmus.control.DeviceEvent;
import io.isthmus.control.EdgeEvent;
import io.isthmus.control.Event;
import io.isthmus.control.Report;
import io.isthmus.control.Request;
import io.isthmus.control.Setup;
import io.isthmus.control.SplitPreference;
import io.isthmus.control.Verdict;
import io.isthmus.decision.DecisionInput;
import io.isthmus.decision.SystemState;
import io.isthmus.decision.Workload;
import io.isthmus.estimate.Crossing;
import io.isthmus.estimate.LinkSample;
import io.isthmus.estimate.PredecessorInterference;
import io.isthmus.estimate.SlowdownEstimate;
import io.isthmus.estimate.TailTimes;
import io.isthmus.profile.ProfileTimes;
import java.util.Comparator;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A device with the services' own controller, which is told what the services would measure. Knows
 * nothing of the true state. Times are in milliseconds on the simulation's clock.
 */
final class SimulatedDevice {

  /** How often the device-service looks whether the link ought to be probed. */
  private static final double LOOK_MS = 50;

  /** How long it waits for the answer to a probe. */
  private static final double PROBE_LIMIT_MS = 5000;

  private final World world;
  private final ProfileTimes profile;
  private final ProfileTimes edgeProfile;
  private final long seed;
  private final @Nullable Witness witness;
  private final PriorityQueue<Step> steps =
      new PriorityQueue<>(Comparator.comparingDouble(Step::ms).thenComparingInt(Step::number));
  private Controller controller;
  private SlowdownEstimate edgeFactor = SlowdownEstimate.NONE; // the edge's own, which it reports
  private Measured measured = new Measured(0, 0, 1, 1);
  private int number;
  private double lookMs = LOOK_MS;
  private double probedBytes;

  /** Sees all that the controller is told and asked. */
  interface Witness {

    /** Something has happened. */
    void happened(Event event, long nanos);

    /** A request was judged. */
    void decided(Request request, Verdict verdict, long nanos);
  }

  /**
   * What it has measured last, without noise: all that its past can have told it.
   *
   * @param bytesPerMs mean rate of the last transfer; 0 before the first
   * @param queueMs wait at the edge then
   * @param deviceFactor k_d when it computed last
   * @param edgeFactor k_e when a tail ran last
   */
  record Measured(double bytesPerMs, double queueMs, double deviceFactor, double edgeFactor) {
    Measured transfer(double bytes, double tookMs) {
      return new Measured(bytes / Math.max(0.01, tookMs), queueMs, deviceFactor, edgeFactor);
    }

    Measured edge(SystemState truth) {
      return new Measured(bytesPerMs, truth.queueMs(), deviceFactor, truth.edgeFactor());
    }

    Measured device(SystemState truth) {
      return new Measured(bytesPerMs, queueMs, truth.deviceFactor(), edgeFactor);
    }
  }

  /** Something that will happen. */
  private record Step(double ms, int number, Runnable action) {}

  SimulatedDevice(World world, Setup setup, Machines machines, long seed) {
    this(world, setup, machines, seed, null);
  }

  SimulatedDevice(
      World world, Setup setup, Machines machines, long seed, @Nullable Witness witness) {
    this.world = world;
    this.witness = witness;
    this.seed = seed;
    profile = new ProfileTimes(machines.device());
    edgeProfile = new ProfileTimes(machines.edge());
    controller = Controller.startingAt(setup, 0);
    tell(0, new DeviceEvent.Profiled(machines.device()));
    tell(0, new EdgeEvent.Met(machines.edge()));
  }

  static long nanos(double ms) {
    return (long) (ms * 1e6);
  }

  /** What it has learnt. */
  Controller controller() {
    return controller;
  }

  /** What it has measured last, without noise. */
  Measured measured() {
    return measured;
  }

  private void tell(double ms, Event event) {
    controller = controller.on(event, nanos(ms));
    if (witness != null) {
      witness.happened(event, nanos(ms));
    }
  }

  private void at(double ms, Runnable action) {
    steps.add(new Step(ms, number++, action));
  }

  /** Bytes of all probes so far. */
  double probedBytes() {
    return probedBytes;
  }

  /** Takes the plan that it believes to be the fastest. */
  Verdict decide(double ms, Workload workload) {
    Request request = fastest(workload);
    Controller.Decided decided = controller.decide(request, nanos(ms));
    controller = decided.next();
    if (witness != null) {
      witness.decided(request, decided.verdict(), nanos(ms));
    }
    return decided.verdict();
  }

  /** What it would choose, as an onlooker. */
  Choice foresee(double ms, Workload workload) {
    return Choice.of(controller.foresee(fastest(workload), nanos(ms)));
  }

  private static Request fastest(Workload workload) {
    return new Request(new SplitPreference.Fastest(), workload);
  }

  /** How long it believes that a body keeps the link. */
  Crossing crossing(double ms, long bytes) {
    return controller.edge().crossing(bytes, nanos(ms));
  }

  /** Lets time pass: what is under way goes on, and the link is probed when that is due. */
  void live(double toMs) {
    while (true) {
      Step next = steps.peek();
      double stepMs = next == null ? Double.POSITIVE_INFINITY : next.ms();
      if (Math.min(stepMs, lookMs) > toMs) {
        return;
      }
      if (next != null && stepMs <= lookMs) {
        steps.remove();
        next.action().run();
      } else {
        look(lookMs);
      }
    }
  }

  private void look(double ms) {
    OptionalInt size = controller.probeDue(nanos(ms));
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
    at(endMs, () -> probed(ms, endMs, sample, noise));
  }

  private void probed(double ms, double endMs, LinkSample sample, Noise noise) {
    if (sample.exchangeMs() > PROBE_LIMIT_MS) {
      measured = measured.transfer((double) sample.upBytes(), PROBE_LIMIT_MS);
      tell(endMs, new EdgeEvent.GivenUp(sample.upBytes(), PROBE_LIMIT_MS));
      tell(endMs, new EdgeEvent.ProbeFailed(sample.upBytes()));
      return;
    }
    double tookTruly = sample.exchangeMs() - World.RTT_MS - noise.exchangeMs();
    measured = measured.transfer((double) sample.upBytes(), tookTruly).edge(world.truth(ms));
    // others have their tails run meanwhile: the edge knows how slow it is
    double profiledMs = edgeProfile.units(0, edgeProfile.length(), 1);
    SystemState truth = world.truth(ms);
    double tookMs = profiledMs * truth.edgeFactor() * noise.edge();
    edgeFactor = edgeFactor.next(tookMs, profiledMs, nanos(endMs));
    double slowdown = edgeFactor.at(nanos(endMs));
    Report told = new Report(truth.queueMs() * noise.queue(), slowdown, 1);
    tell(endMs, new EdgeEvent.Probed(sample, told));
  }

  /** A request is carried out: the device will see this of it. */
  void sees(Outcome outcome, DecisionInput situation) {
    Line line = new Line();
    for (Part part : outcome.chunks()) {
      if (part.head() != null) {
        computes(part, part.head(), 0, part.option().cut());
      }
      if (part.exchange() != null) {
        exchanges(part, part.exchange(), line);
      }
      if (part.finish() != null) {
        computes(part, part.finish(), part.option().cut(), profile.length());
      }
    }
    boolean learns = outcome.plan().chunks().size() > 1 && outcome.isWhole();
    if (learns) {
      at(outcome.endMs(), () -> carriedOut(outcome, situation, line));
    }
  }

  private void computes(Part part, Run run, int from, int to) {
    double unitsMs = profile.units(from, to, part.workload().batch());
    boolean decodes = from == 0;
    double imagesMs = decodes ? profile.images(part.workload().imageWork()) : 0;
    double profiledMs = unitsMs + imagesMs;
    double[] expected = new double[1];
    at(
        run.beginMs(),
        () -> {
          expected[0] = profiledMs * controller.device().load().slowdown(nanos(run.beginMs()));
          tell(run.beginMs(), new DeviceEvent.WorkBegan(expected[0]));
        });
    at(
        run.endMs(),
        () -> {
          if (decodes) {
            tell(run.endMs(), new DeviceEvent.Decoded(run.decodeMs(), imagesMs));
          }
          measured = measured.device(world.truth(run.beginMs()));
          tell(run.endMs(), new DeviceEvent.Computed(run.unitsMs(), unitsMs));
          tell(run.endMs(), new DeviceEvent.WorkEnded(expected[0]));
        });
  }

  /** What the exchanges of a request have told. */
  private static final class Line {
    private PredecessorInterference ahead = PredecessorInterference.NONE;
    private double transferMs;
    private double queueMs;
    private long bytes;
    private double receiveMs;
  }

  private void exchanges(Part part, Exchange exchange, Line line) {
    double[] ownWaitMs = new double[1];
    double beginMs = exchange.beginMs();
    Run finish = part.finish();
    if (finish != null && finish.endMs() <= beginMs) {
      return; // it was given up before its turn came
    }
    at(
        beginMs,
        () -> {
          ownWaitMs[0] = controller.edge().tails().waitMs(nanos(beginMs));
          tell(beginMs, new EdgeEvent.Sent(exchange.work(), exchange.upBytes()));
        });
    if (finish == null) {
      at(exchange.answeredMs(), () -> answered(exchange, line, ownWaitMs[0]));
    } else {
      at(finish.endMs(), () -> givenUp(exchange, finish.endMs()));
    }
  }

  private void givenUp(Exchange exchange, double ms) {
    measured = measured.transfer((double) exchange.upBytes(), ms - exchange.beginMs());
    if (exchange.alone()) {
      tell(ms, new EdgeEvent.GivenUp(exchange.upBytes(), ms - exchange.beginMs()));
    }
    tell(ms, new EdgeEvent.Ended());
  }

  private void answered(Exchange exchange, Line line, double ownWaitMs) {
    measured =
        measured
            .transfer((double) exchange.upBytes(), exchange.arrivingMs())
            .edge(world.truth(exchange.beginMs()));
    double rttMs = controller.edge().link().rttMs();
    boolean first = line.ahead.isNone();
    TailTimes seen = exchange.times();
    TailTimes times = line.ahead.alone(seen, exchange.beginMs(), rttMs);
    line.ahead = line.ahead.next(seen, exchange.beginMs(), rttMs);
    line.transferMs += Math.max(0, times.exchangeMs() - times.serverMs());
    line.queueMs = Math.max(line.queueMs, times.queueMs());
    line.bytes += exchange.upBytes();
    line.receiveMs += times.receiveMs();
    double othersMs = first ? Math.max(0, seen.queueMs() - ownWaitMs) : times.queueMs();
    LinkSample sample = times.sample(exchange.upBytes(), 0);
    double ms = exchange.answeredMs();
    tell(
        ms,
        new EdgeEvent.Answered(
            exchange.work(), sample, times.decodeMs(), othersMs, times.tailMs(), 1));
    tell(ms, new EdgeEvent.Ended());
  }

  private void carriedOut(Outcome outcome, DecisionInput situation, Line line) {
    MeasuredTime time =
        new MeasuredTime(0, 0, line.transferMs, line.queueMs, 0, 0, outcome.totalMs());
    Observation seen = new Observation(time, line.bytes, line.receiveMs);
    double flowShopMs = seen.flowShopMs(situation, outcome.plan());
    tell(outcome.endMs(), new DeviceEvent.PlanCarriedOut(outcome.totalMs(), flowShopMs));
  }
}
