package io.isthmus.tools.simulate;

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

  /** Requests at a rate before it steps, and after. */
  private static final int SETTLING = 8;

  /** A cut that is predicted no more than this slower, in the true state, is as good. */
  private static final double TIE = 0.01;

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
   * @param first of these, the first request after the step took the oracle's cut, or one as good
   * @param second the same of the second request
   */
  record Followed(int steps, int first, int second) {

    double secondPercent() {
      return 100.0 * second / steps;
    }

    private Followed plus(boolean byFirst, boolean bySecond) {
      return new Followed(steps + 1, first + (byFirst ? 1 : 0), second + (bySecond ? 1 : 0));
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
    Followed followed = new Followed(0, 0, 0);
    for (int batch : batches) {
      Workload workload = input.workload(network, batch);
      for (double rate = lowBytesPerMs; rate * FACTOR <= highBytesPerMs; rate *= HALF_OCTAVE) {
        followed = step(followed, rate, rate * FACTOR, workload);
        followed = step(followed, rate * FACTOR, rate, workload);
      }
    }
    return followed;
  }

  private Followed step(Followed before, double from, double to, Workload workload) {
    double stepMs = 1e6;
    Channel channel = new Channel(new double[] {0, stepMs}, new double[] {from, to}, 1e9);
    World world = new World(network, device, edge, channel, Loads.none());
    Isthmus isthmus = new Isthmus(world, network, device, edge, seed);
    double ms = stepMs - SETTLING * (pauseMs + 2000);
    isthmus.watch(ms - 5000, ms);
    boolean[] right = new boolean[2];
    for (int request = 0, after = 0; after < 2; request++) {
      Choice choice = isthmus.choose(ms, workload);
      if (ms >= stepMs) {
        right[after++] = asGood(world, choice, ms, workload);
      }
      Outcome outcome = world.execute(ms, choice, workload, Noise.of(seed, request));
      double end = ms + outcome.totalMs();
      if (outcome.sample() == null) {
        isthmus.watch(ms, end);
      }
      isthmus.learn(end, workload, outcome);
      isthmus.watch(end, end + pauseMs);
      ms = end + pauseMs;
    }
    if (!right[1]) System.err.println("MISS " + from + " -> " + to + " batch " + workload.batch());
    return before.plus(right[0], right[1]);
  }

  private boolean asGood(World world, Choice choice, double ms, Workload workload) {
    int best = Policies.oracle(world, network).choose(ms, workload).split();
    double bestMs = world.cost().time(best, workload, world.truth(ms)).totalMs();
    double chosenMs = world.cost().time(choice.split(), workload, world.truth(ms)).totalMs();
    return chosenMs <= bestMs * (1 + TIE);
  }
}
