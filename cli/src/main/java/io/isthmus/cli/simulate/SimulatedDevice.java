package io.isthmus.cli.simulate;

import static io.isthmus.cli.simulate.SimulatedController.nanos;

import io.isthmus.cli.predict.Machines;
import io.isthmus.cli.simulate.SimulatedController.Witness;
import io.isthmus.control.Controller;
import io.isthmus.control.DeviceEvent;
import io.isthmus.control.EdgeEvent;
import io.isthmus.control.Request;
import io.isthmus.control.Setup;
import io.isthmus.control.SplitPreference;
import io.isthmus.control.Verdict;
import io.isthmus.decision.DecisionInput;
import io.isthmus.decision.Workload;
import io.isthmus.estimate.Crossing;
import io.isthmus.profile.ProfileTimes;
import org.jspecify.annotations.Nullable;

/**
 * A device with the services' own controller, which is told what the services would measure. Knows
 * nothing of the true state. Times are in milliseconds on the simulation's clock.
 */
final class SimulatedDevice {

  private final World world;
  private final ProfileTimes profile;
  private final SimulatedController controller;
  private final Agenda agenda = new Agenda();
  private final SimulatedProber prober;

  SimulatedDevice(World world, Setup setup, Machines machines, long seed) {
    this(world, setup, machines, seed, null);
  }

  SimulatedDevice(
      World world, Setup setup, Machines machines, long seed, @Nullable Witness witness) {
    this.world = world;
    profile = new ProfileTimes(machines.device());
    controller = new SimulatedController(setup, witness);
    prober =
        new SimulatedProber(world, new ProfileTimes(machines.edge()), seed, controller, agenda);
    controller.tell(0, new DeviceEvent.Profiled(machines.device()));
    controller.tell(0, new EdgeEvent.Met(machines.edge()));
  }

  /** What it has learnt. */
  Controller controller() {
    return controller.get();
  }

  /** What it has measured last, without noise. */
  Measured measured() {
    return controller.measured();
  }

  /** Bytes of all probes so far. */
  double probedBytes() {
    return prober.probedBytes();
  }

  /** Takes the plan that it believes to be the fastest. */
  Verdict decide(double ms, Workload workload) {
    return controller.decide(ms, fastest(workload));
  }

  /** What it would choose, as an onlooker. */
  Choice foresee(double ms, Workload workload) {
    return Choice.of(controller().foresee(fastest(workload), nanos(ms)));
  }

  private static Request fastest(Workload workload) {
    return new Request(new SplitPreference.Fastest(), workload);
  }

  /** How long it believes that a body keeps the link. */
  Crossing crossing(double ms, long bytes) {
    return controller().edge().crossing(bytes, nanos(ms));
  }

  /** Lets time pass: what is under way goes on, and the link is probed when that is due. */
  void live(double toMs) {
    while (Math.min(agenda.nextMs(), prober.lookMs()) <= toMs) {
      if (agenda.nextMs() <= prober.lookMs()) {
        agenda.runNext();
      } else {
        prober.look();
      }
    }
  }

  /** A request is carried out: the device will see this of it. */
  void sees(Outcome outcome, DecisionInput situation) {
    new ObservedRun(world, profile, controller, agenda).of(outcome, situation);
  }
}
