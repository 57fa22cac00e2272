package io.isthmus.cli.simulate;

import static io.isthmus.cli.simulate.SimulatedController.nanos;

import io.isthmus.accuracy.MeasuredTime;
import io.isthmus.accuracy.Observation;
import io.isthmus.cli.simulate.Outcome.Exchange;
import io.isthmus.cli.simulate.Outcome.Part;
import io.isthmus.cli.simulate.Outcome.Run;
import io.isthmus.control.DeviceEvent;
import io.isthmus.control.EdgeEvent;
import io.isthmus.decision.DecisionInput;
import io.isthmus.estimate.LinkSample;
import io.isthmus.estimate.PredecessorInterference;
import io.isthmus.estimate.TailTimes;
import io.isthmus.profile.ProfileTimes;

/**
 * What a device measures of one request while it is carried out, and tells its controller at the
 * time at which it learns of it.
 */
final class ObservedRun {

  private final World world;
  private final ProfileTimes profile;
  private final SimulatedController controller;
  private final Agenda agenda;
  private PredecessorInterference ahead = PredecessorInterference.NONE;
  private double transferMs;
  private double queueMs;
  private long bytes;
  private double receiveMs;

  /**
   * A request of which nothing has been seen yet.
   *
   * @param profile of the device
   */
  ObservedRun(World world, ProfileTimes profile, SimulatedController controller, Agenda agenda) {
    this.world = world;
    this.profile = profile;
    this.controller = controller;
    this.agenda = agenda;
  }

  /** The request is carried out: the device will see this of it. */
  void of(Outcome outcome, DecisionInput situation) {
    for (Part part : outcome.chunks()) {
      if (part.head() != null) {
        computes(part, part.head(), 0, part.option().cut());
      }
      if (part.exchange() != null) {
        exchanges(part, part.exchange());
      }
      if (part.finish() != null) {
        computes(part, part.finish(), part.option().cut(), profile.length());
      }
    }
    boolean learns = outcome.plan().chunks().size() > 1 && outcome.isWhole();
    if (learns) {
      agenda.at(outcome.endMs(), () -> carriedOut(outcome, situation));
    }
  }

  private void computes(Part part, Run run, int from, int to) {
    double unitsMs = profile.units(from, to, part.workload().batch());
    boolean decodes = from == 0;
    double imagesMs = decodes ? profile.images(part.workload().imageWork()) : 0;
    double profiledMs = unitsMs + imagesMs;
    double[] expected = new double[1];
    agenda.at(
        run.beginMs(),
        () -> {
          expected[0] =
              profiledMs * controller.get().device().load().slowdown(nanos(run.beginMs()));
          controller.tell(run.beginMs(), new DeviceEvent.WorkBegan(expected[0]));
        });
    agenda.at(
        run.endMs(),
        () -> {
          if (decodes) {
            controller.tell(run.endMs(), new DeviceEvent.Decoded(run.decodeMs(), imagesMs));
          }
          controller.measured(m -> m.device(world.truth(run.beginMs())));
          controller.tell(run.endMs(), new DeviceEvent.Computed(run.unitsMs(), unitsMs));
          controller.tell(run.endMs(), new DeviceEvent.WorkEnded(expected[0]));
        });
  }

  private void exchanges(Part part, Exchange exchange) {
    double[] ownWaitMs = new double[1];
    double beginMs = exchange.beginMs();
    Run finish = part.finish();
    if (finish != null && finish.endMs() <= beginMs) {
      return; // it was given up before its turn came
    }
    agenda.at(
        beginMs,
        () -> {
          ownWaitMs[0] = controller.get().edge().tails().waitMs(nanos(beginMs));
          controller.tell(beginMs, new EdgeEvent.Sent(exchange.work(), exchange.upBytes()));
        });
    if (finish == null) {
      agenda.at(exchange.answeredMs(), () -> answered(exchange, ownWaitMs[0]));
    } else {
      agenda.at(finish.endMs(), () -> givenUp(exchange, finish.endMs()));
    }
  }

  private void givenUp(Exchange exchange, double ms) {
    double tookMs = ms - exchange.beginMs();
    controller.measured(m -> m.transfer((double) exchange.upBytes(), tookMs));
    if (exchange.alone()) {
      controller.tell(ms, new EdgeEvent.GivenUp(exchange.upBytes(), tookMs));
    }
    controller.tell(ms, new EdgeEvent.Ended());
  }

  private void answered(Exchange exchange, double ownWaitMs) {
    controller.measured(
        m ->
            m.transfer((double) exchange.upBytes(), exchange.arrivingMs())
                .edge(world.truth(exchange.beginMs())));
    double rttMs = controller.get().edge().link().rttMs();
    boolean first = ahead.isNone();
    TailTimes seen = exchange.times();
    TailTimes times = ahead.alone(seen, exchange.beginMs(), rttMs);
    ahead = ahead.next(seen, exchange.beginMs(), rttMs);
    transferMs += Math.max(0, times.exchangeMs() - times.serverMs());
    queueMs = Math.max(queueMs, times.queueMs());
    bytes += exchange.upBytes();
    receiveMs += times.receiveMs();
    double othersMs = first ? Math.max(0, seen.queueMs() - ownWaitMs) : times.queueMs();
    LinkSample sample = times.sample(exchange.upBytes(), 0);
    double ms = exchange.answeredMs();
    controller.tell(
        ms,
        new EdgeEvent.Answered(
            exchange.work(), sample, times.decodeMs(), othersMs, times.tailMs(), 1));
    controller.tell(ms, new EdgeEvent.Ended());
  }

  private void carriedOut(Outcome outcome, DecisionInput situation) {
    MeasuredTime time = new MeasuredTime(0, 0, transferMs, queueMs, 0, 0, outcome.totalMs());
    Observation seen = new Observation(time, bytes, receiveMs);
    double flowShopMs = seen.flowShopMs(situation, outcome.plan());
    controller.tell(outcome.endMs(), new DeviceEvent.PlanCarriedOut(outcome.totalMs(), flowShopMs));
  }
}
