package io.isthmus.cli.simulate;

import io.isthmus.cli.predict.InputForm;
import io.isthmus.cli.predict.Machines;
import io.isthmus.control.Setup;
import io.isthmus.control.Verdict;
import io.isthmus.decision.DecisionInput;
import io.isthmus.decision.Plan;
import io.isthmus.decision.Workload;

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

  private final Machines machines;
  private final Setup setup;
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

  Steps(Machines machines, boolean heldBack, double pauseMs, long seed) {
    this.machines = machines;
    this.setup = Simulation.setup(machines, heldBack);
    this.pauseMs = pauseMs;
    this.seed = seed;
  }

  /** Steps up and down from every rate of a range, for every batch. */
  Followed run(double lowBytesPerMs, double highBytesPerMs, InputForm input, int... batches) {
    Followed followed = new Followed(0, 0, 0, 0);
    for (int batch : batches) {
      Workload workload = input.workload(machines.network(), batch);
      for (double rate = lowBytesPerMs; rate * FACTOR <= highBytesPerMs; rate *= HALF_OCTAVE) {
        followed = followed.plus(step(rate, rate * FACTOR, workload));
        followed = followed.plus(step(rate * FACTOR, rate, workload));
      }
    }
    return followed;
  }

  private Followed step(double from, double to, Workload workload) {
    Channel channel = new Channel(new double[] {0, STEP_MS}, new double[] {from, to}, 2 * STEP_MS);
    World world = Simulation.world(machines, channel, Loads.none());
    SimulatedDevice device = new SimulatedDevice(world, setup, machines, seed);
    double ms = STEP_MS - SETTLING_MS;
    device.live(ms);
    for (int request = 0; ms < STEP_MS; request++) {
      ms = pass(world, device, ms, workload, request);
    }
    boolean first = regretted(world, device, ms, workload) < TIE;
    ms = pass(world, device, ms, workload, -1);
    double second = regretted(world, device, ms, workload);
    return new Followed(1, first ? 1 : 0, second < TIE ? 1 : 0, second == 1 ? 1 : 0);
  }

  /** Lets a request and the pause after it pass; returns when the next one comes. */
  private double pass(
      World world, SimulatedDevice device, double ms, Workload workload, int request) {
    Verdict verdict = device.decide(ms, workload);
    Outcome outcome =
        new Execution(world, ms, Noise.of(seed, request), bytes -> device.crossing(ms, bytes))
            .run(Choice.of(verdict), workload);
    device.sees(outcome, verdict.situation());
    device.live(outcome.endMs() + pauseMs);
    return outcome.endMs() + pauseMs;
  }

  /** Time of the plan that is chosen now over that of the best one, in the true state. */
  private double regretted(World world, SimulatedDevice device, double ms, Workload workload) {
    DecisionInput truth = new Policies(world, setup, machines).truth(ms, workload);
    Plan best = setup.planner().decide(truth).orElseThrow().plan();
    Plan chosen = device.foresee(ms, workload).plan();
    return truth.time(chosen).totalMs() / truth.time(best).totalMs();
  }
}
