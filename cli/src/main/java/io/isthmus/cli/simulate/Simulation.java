package io.isthmus.cli.simulate;

import io.isthmus.cli.predict.InputForm;
import io.isthmus.cli.predict.Machines;
import io.isthmus.control.Setup;
import io.isthmus.control.Verdict;
import io.isthmus.decision.Workload;
import io.isthmus.estimate.Crossing;
import io.isthmus.profile.ProfileTimes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One device that sends request after request for a time. In every state that it comes to, every
 * policy answers the same request with the same noise, so that they differ by their plans alone;
 * how time goes on is Isthmus's.
 */
final class Simulation {

  /** As the device-service has it where nothing else is configured. */
  private static final Duration STALE = Duration.ofMillis(250);

  /** The device meets its edge before its first request. */
  private static final double WARM_UP_MS = 1000;

  private final Machines machines;
  private final Setting setting;
  private final Setup setup;

  /**
   * What is sent.
   *
   * @param minutes how long
   * @param batches a request has one of these sizes
   * @param input form of the input
   * @param heldBack whether raw input may not leave the device
   * @param pauseMs from an answer to the next request
   * @param seed of all that is random
   */
  record Setting(
      double minutes,
      List<Integer> batches,
      InputForm input,
      boolean heldBack,
      double pauseMs,
      long seed) {

    /** Copies the list. */
    Setting {
      batches = List.copyOf(batches);
    }
  }

  Simulation(Machines machines, Setting setting) {
    this.machines = machines;
    this.setting = setting;
    this.setup = setup(machines, setting.heldBack());
  }

  /** A controller's set-up as the services have it. */
  static Setup setup(Machines machines, boolean heldBack) {
    return Setup.of(machines.network(), !heldBack, true, 1, STALE);
  }

  /** The true state of two machines over a link. */
  static World world(Machines machines, Channel channel, Loads loads) {
    return new World(
        machines.network(),
        new ProfileTimes(machines.device()),
        new ProfileTimes(machines.edge()),
        channel,
        loads);
  }

  /** Runs it over a link. */
  Totals run(Channel channel) {
    return run(channel, null);
  }

  /** Runs it over a link, before a witness. */
  Totals run(Channel channel, SimulatedController.@Nullable Witness witness) {
    double endMs = setting.minutes() * 60_000;
    World world = world(machines, channel, Loads.random(setting.seed(), endMs));
    SimulatedDevice device = new SimulatedDevice(world, setup, machines, setting.seed(), witness);
    SplittableRandom random = new SplittableRandom(setting.seed());
    Totals totals = new Totals();
    device.live(WARM_UP_MS);
    double ms = WARM_UP_MS;
    while (ms < endMs) {
      int batch = setting.batches().get(random.nextInt(setting.batches().size()));
      Workload workload = setting.input().workload(machines.network(), batch);
      ms = request(world, device, ms, workload, totals);
    }
    totals.probed(device.probedBytes());
    return totals;
  }

  /** Lets a request and the pause after it pass; returns when the next one comes. */
  private double request(
      World world, SimulatedDevice device, double ms, Workload workload, Totals totals) {
    Noise noise = Noise.of(setting.seed(), totals.requests());
    others(world, device, ms, workload)
        .forEach((name, choice) -> totals.add(name, execute(world, ms, noise, choice, workload)));
    Verdict verdict = device.decide(ms, workload);
    Outcome outcome =
        new Execution(world, ms, noise, bytes -> device.crossing(ms, bytes))
            .run(Choice.of(verdict), workload);
    totals.add(Policies.ISTHMUS, outcome);
    totals.next(world.bytesPerMs(ms) * (outcome.totalMs() + setting.pauseMs()));
    device.sees(outcome, verdict.situation());
    double next = outcome.endMs() + setting.pauseMs();
    device.live(next);
    return next;
  }

  private Map<String, Choice> others(
      World world, SimulatedDevice device, double ms, Workload workload) {
    Policies policies = new Policies(world, setup, machines);
    Map<String, Choice> others = new LinkedHashMap<>();
    policies.fixed().forEach((name, policy) -> others.put(name, policy.choose(ms, workload)));
    others.put(Policies.ORACLE, policies.oracle(ms, workload));
    others.put(Policies.PAST, policies.past(device.measured(), workload));
    return others;
  }

  private static Outcome execute(
      World world, double ms, Noise noise, Choice choice, Workload workload) {
    double rate = world.truth(ms).bytesPerMs();
    return new Execution(world, ms, noise, bytes -> new Crossing(bytes / rate, World.RTT_MS / 2))
        .run(choice, workload);
  }
}
