package io.isthmus.tools.simulate;

import io.isthmus.decision.Conditions;
import io.isthmus.decision.Workload;
import io.isthmus.model.Network;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.tools.predict.InputForm;
import io.isthmus.tools.predict.Machines;

/**
 * How soon the cut follows a link that steps by a factor of ten. The step falls between two
 * requests; what the second one after it does is compared with the oracle's choice.
 */
final class Steps {

  private static final double STEP_MS = 1e6;

  /** For so long requests come at a rate before it steps. */
  private static final double SETTLING_MS = 30_000;

  /** A cut that takes no longer than this in the true state is as good: noise is as large. */
  private static final double TIE = 1.05;

  private static final double FACTOR = 10;
  private static final double HALF_OCTAVE = Math.sqrt(2);

  private final Network network;
  private final ProfileTimes device;
  private final ProfileTimes edge;
  private final double pauseMs;
  private final long seed;

  /**
   * The result.
   *
   * @param steps how many there were
   * @param first how often the first request after the step took the oracle's cut or one as good
   * @param second the same of the second request
   * @param exactly how often the second took the oracle's cut itself
   */
  record Followed(int steps, int first, int second, int exactly) {

    double secondPercent() {
      return 100.0 * second / steps;
    }

    private Followed plus(Followed other) {
      return new Followed(
          steps + other.steps, first + other.first, second + other.second, exactly + other.exactly);
    }
  }

  Steps(Machines machines, double pauseMs, long seed) {
    this.network = machines.network();
    this.device = new ProfileTimes(machines.device());
    this.edge = new ProfileTimes(machines.edge());
    this.pauseMs = pauseMs;
    this.seed = seed;
  }

  /** Steps up and down from every rate of a range, for every batch. */
  Followed run(double lowBytesPerMs, double highBytesPerMs, InputForm input, int... batches) {
    Followed followed = new Followed(0, 0, 0, 0);
    for (int batch : batches) {
      Workload workload = input.workload(network, batch);
      for (double rate = lowBytesPerMs; rate * FACTOR <= highBytesPerMs; rate *= HALF_OCTAVE) {
        followed = followed.plus(step(rate, rate * FACTOR, workload));
        followed = followed.plus(step(rate * FACTOR, rate, workload));
      }
    }
    return followed;
  }

  private Followed step(double from, double to, Workload workload) {
    Channel channel = new Channel(new double[] {0, STEP_MS}, new double[] {from, to}, 2 * STEP_MS);
    World world = new World(network, device, edge, channel, Loads.none());
    Isthmus isthmus = new Isthmus(world, network, device, edge, seed);
    double ms = STEP_MS - SETTLING_MS;
    isthmus.watch(ms - SETTLING_MS, ms);
    for (int request = 0; ms < STEP_MS; request++) {
      ms = pass(world, isthmus, ms, workload, request);
    }
    boolean first = regretted(world, isthmus, ms, workload) < TIE;
    ms = pass(world, isthmus, ms, workload, -1);
    double second = regretted(world, isthmus, ms, workload);
    return new Followed(1, first ? 1 : 0, second < TIE ? 1 : 0, second == 1 ? 1 : 0);
  }

  /** Lets a request and the pause after it pass; returns when the next one comes. */
  private double pass(World world, Isthmus isthmus, double ms, Workload workload, int request) {
    Choice choice = isthmus.choose(ms, workload);
    Outcome outcome = world.execute(ms, choice, workload, Noise.of(seed, request));
    double end = ms + outcome.totalMs();
    if (outcome.sample() == null) {
      isthmus.watch(ms, end);
    }
    isthmus.learn(end, workload, outcome);
    isthmus.watch(end, end + pauseMs);
    return end + pauseMs;
  }

  /** Time of the cut that is chosen now over that of the best one, in the true state. */
  private double regretted(World world, Isthmus isthmus, double ms, Workload workload) {
    Conditions truth = world.truth(ms);
    int best = Policies.oracle(world, network).choose(ms, workload).split();
    int chosen = isthmus.choose(ms, workload).split();
    return world.cost().time(chosen, workload, truth).totalMs()
        / world.cost().time(best, workload, truth).totalMs();
  }
}
