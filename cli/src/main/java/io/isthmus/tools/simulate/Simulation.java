package io.isthmus.tools.simulate;

import io.isthmus.decision.Workload;
import io.isthmus.model.Network;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.tools.predict.InputForm;
import io.isthmus.tools.predict.Machines;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * One device that sends request after request for a time. In every state that it comes to, every
 * policy answers the same request with the same noise, so that they differ by their cuts alone; how
 * time goes on is Isthmus's.
 */
final class Simulation {

  private final Network network;
  private final ProfileTimes device;
  private final ProfileTimes edge;
  private final Setting setting;

  /**
   * What is sent.
   *
   * @param minutes how long
   * @param batches a request has one of these sizes
   * @param input form of the input
   * @param pauseMs from an answer to the next request
   * @param seed of all that is random
   */
  record Setting(
      double minutes, List<Integer> batches, InputForm input, double pauseMs, long seed) {

    /** Copies the list. */
    Setting {
      batches = List.copyOf(batches);
    }
  }

  Simulation(Machines machines, Setting setting) {
    this.network = machines.network();
    this.device = new ProfileTimes(machines.device());
    this.edge = new ProfileTimes(machines.edge());
    this.setting = setting;
  }

  /** Runs it over a link. */
  Totals run(Channel channel) {
    double endMs = setting.minutes() * 60_000;
    World world = new World(network, device, edge, channel, Loads.random(setting.seed(), endMs));
    Isthmus isthmus = new Isthmus(world, network, device, edge, setting.seed());
    Map<String, Policies.Policy> others = new LinkedHashMap<>(Policies.fixed(network));
    others.put(Policies.ORACLE, Policies.oracle(world, network));
    SplittableRandom random = new SplittableRandom(setting.seed());
    Totals totals = new Totals();
    double ms = warmUp(isthmus);
    while (ms < endMs) {
      int batch = setting.batches().get(random.nextInt(setting.batches().size()));
      Workload workload = setting.input().workload(network, batch);
      Noise noise = Noise.of(setting.seed(), totals.requests());
      Choice choice = isthmus.choose(ms, workload);
      Outcome outcome = world.execute(ms, choice, workload, noise);
      totals.add(Policies.ISTHMUS, outcome);
      for (Map.Entry<String, Policies.Policy> other : others.entrySet()) {
        Choice theirs = other.getValue().choose(ms, workload);
        totals.add(other.getKey(), world.execute(ms, theirs, workload, noise));
      }
      totals.next(world.bytesPerMs(ms) * (outcome.totalMs() + setting.pauseMs()));
      ms = live(isthmus, ms, workload, outcome);
    }
    totals.probed(isthmus.probedBytes());
    return totals;
  }

  /** The device meets its edge before its first request. */
  private static double warmUp(Isthmus isthmus) {
    double second = 1000;
    isthmus.watch(0, second);
    return second;
  }

  /** Lets a request and the pause after it pass; returns when the next one comes. */
  private double live(Isthmus isthmus, double ms, Workload workload, Outcome outcome) {
    double end = ms + outcome.totalMs();
    double next = end + setting.pauseMs();
    if (outcome.sample() == null) { // the link is not in use: it can be probed meanwhile
      isthmus.watch(ms, end);
    }
    isthmus.learn(end, workload, outcome);
    isthmus.watch(end, next);
    return next;
  }
}
