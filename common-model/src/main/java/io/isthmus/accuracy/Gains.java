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
 * What choosing has gained over always taking one option. For each request that had a choice, the
 * time that an option would have taken in the conditions that the request met, by the cost model,
 * is held against the time that was measured; over requests the geometric mean is taken. Above 1
 * choosing was faster. Immutable: the next state is a function of this one and a request.
 *
 * @param requests how many requests were counted
 * @param logRatios for each option that all of them could have taken, the sum of ln(its time /
 *     measured time); unmodifiable
 */
public record Gains(long requests, SortedMap<Option, Double> logRatios) {

  /** Before the first request. */
  public static final Gains NONE = new Gains(0, new TreeMap<>());

  /** Copies the map. */
  public Gains {
    logRatios = Collections.unmodifiableSortedMap(new TreeMap<>(logRatios));
  }

  /**
   * A fixed option.
   *
   * @param option the option
   * @param ratio geometric mean of its time over the measured one
   */
  public record Fixed(Option option, double ratio) {}

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
    SortedMap<Option, Double> sums = new TreeMap<>();
    for (Candidate candidate : decision.candidates()) {
      Option option = candidate.option();
      Double sum = requests == 0 ? Double.valueOf(0) : logRatios.get(option);
      if (sum != null) {
        sums.put(option, sum + Math.log(timeMs(option, before, hindsight.met()) / measuredMs));
      }
    }
    boolean finite = sums.values().stream().allMatch(Double::isFinite);
    return finite ? new Gains(requests + 1, sums) : this;
  }

  private static double timeMs(Option option, DecisionInput before, SystemState met) {
    // an option that costs nothing would make the mean infinite
    return Math.max(1e-3, before.cost().time(option, before.workload(), met).totalMs());
  }

  /** Geometric mean of an option's time over the measured one; empty if it could not be taken. */
  public OptionalDouble over(Option option) {
    Double sum = logRatios.get(option);
    return sum == null ? OptionalDouble.empty() : OptionalDouble.of(Math.exp(sum / requests));
  }

  /**
   * The fixed option that would have been the fastest on the whole, which nobody can know
   * beforehand; empty before the first request.
   */
  public Optional<Fixed> bestFixed() {
    return logRatios.entrySet().stream()
        .min(Comparator.comparingDouble(entry -> entry.getValue()))
        .map(entry -> new Fixed(entry.getKey(), Math.exp(entry.getValue() / requests)));
  }
}
