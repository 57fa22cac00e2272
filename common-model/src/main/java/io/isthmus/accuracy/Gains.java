package io.isthmus.accuracy;

import io.isthmus.decision.Candidate;
import io.isthmus.decision.Decision;
import io.isthmus.decision.DecisionInput;
import io.isthmus.decision.Option;
import io.isthmus.decision.SystemState;
import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What choosing has gained over always taking one cut. For each request that had a choice, the time
 * that a cut would have taken in the conditions that the request met, by the cost model, is held
 * against the time that was measured; over requests the geometric mean is taken. Above 1 choosing
 * was faster. A fixed cut is free in its encoding: each request takes the one that was predicted
 * the fastest, so that the gain is that of moving the cut alone. Immutable: the next state is a
 * function of this one and a request.
 *
 * @param requests how many requests were counted
 * @param logRatios for each cut that all of them could have taken, the sum of ln(its time /
 *     measured time); unmodifiable
 */
public record Gains(long requests, SortedMap<Integer, Double> logRatios) {

  /** Before the first request. */
  public static final Gains NONE = new Gains(0, new TreeMap<>());

  /** Copies the map. */
  public Gains {
    logRatios = Collections.unmodifiableSortedMap(new TreeMap<>(logRatios));
  }

  /**
   * A fixed cut.
   *
   * @param cut the cut
   * @param ratio geometric mean of its time over the measured one
   */
  public record Fixed(int cut, double ratio) {}

  /**
   * The state after a request. One without a choice, whose edge failed or whose times are not
   * finite changes nothing.
   */
  public Gains next(DecisionInput before, Decision decision, Observation seen, Outcome outcome) {
    Hindsight hindsight = outcome.hindsight();
    double measuredMs = seen.time().totalMs();
    if (hindsight == null || !(measuredMs > 0)) {
      return this;
    }
    SortedMap<Integer, Double> sums = new TreeMap<>();
    for (Candidate candidate : decision.candidates()) {
      int cut = candidate.option().cut();
      Double sum = requests == 0 ? Double.valueOf(0) : logRatios.get(cut);
      if (sum != null) {
        double timeMs = timeMs(candidate.option(), before, hindsight.met());
        sums.merge(cut, sum + Math.log(timeMs / measuredMs), Math::min);
      }
    }
    boolean finite = sums.values().stream().allMatch(Double::isFinite);
    return finite ? new Gains(requests + 1, sums) : this;
  }

  private static double timeMs(Option option, DecisionInput before, SystemState met) {
    // an option that costs nothing would make the mean infinite
    return Math.max(1e-3, before.cost().time(option, before.workload(), met).totalMs());
  }

  /** Geometric mean of a cut's time over the measured one; empty if it could not be taken. */
  public OptionalDouble over(int cut) {
    Double sum = logRatios.get(cut);
    return sum == null ? OptionalDouble.empty() : OptionalDouble.of(Math.exp(sum / requests));
  }

  /**
   * The fixed cut that would have been the fastest on the whole, which nobody can know beforehand;
   * empty before the first request.
   */
  public Optional<Fixed> bestFixed() {
    return logRatios.entrySet().stream()
        .min(Comparator.comparingDouble(entry -> entry.getValue()))
        .map(entry -> new Fixed(entry.getKey(), Math.exp(entry.getValue() / requests)));
  }
}
