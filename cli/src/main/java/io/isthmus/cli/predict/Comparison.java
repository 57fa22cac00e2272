package io.isthmus.cli.predict;

import io.isthmus.cli.Table;
import io.isthmus.decision.LatencyBreakdown;
import io.isthmus.decision.Mode;
import io.isthmus.decision.Option;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Choosing the cut for every state, against every cut that one could fix.
 *
 * @param states N, how many states there are
 * @param fixed the fixed cuts, ascending
 */
public record Comparison(int states, List<FixedCut> fixed) {

  /** Copies the list. */
  public Comparison {
    fixed = List.copyOf(fixed);
  }

  /** Compares in these states, with all candidates and with {@code further} cuts. */
  public static Comparison of(Predictor predictor, List<State> states, List<Integer> further) {
    List<LatencyBreakdown> chosen = states.stream().map(predictor::best).toList();
    TreeSet<Integer> cuts = new TreeSet<>(predictor.candidates());
    cuts.addAll(further);
    List<FixedCut> fixed = new ArrayList<>();
    for (int cut : cuts) {
      List<LatencyBreakdown> times =
          states.stream().map(state -> predictor.time(cut, state)).toList();
      fixed.add(fixed(predictor, cut, chosen, times));
    }
    return new Comparison(states.size(), fixed);
  }

  private static FixedCut fixed(
      Predictor predictor, int cut, List<LatencyBreakdown> chosen, List<LatencyBreakdown> times) {
    int best = 0;
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < times.size(); i++) {
      best += chosen.get(i).option().cut() == cut ? 1 : 0;
      largest = Math.max(largest, Gain.in(chosen.get(i), times.get(i)));
    }
    return new FixedCut(
        cut,
        predictor.network().cutName(cut),
        Mode.of(Option.at(cut), predictor.network().length()),
        predictor.network().ratio(cut),
        best,
        Gain.over(chosen, times),
        largest);
  }

  /** The row of one of the cuts. */
  public FixedCut of(int cut) {
    return fixed.stream().filter(f -> f.cut() == cut).findFirst().orElseThrow();
  }

  /** The fixed cut that choosing gains least over. */
  public FixedCut strongest() {
    return fixed.stream().min(Comparator.comparingDouble(FixedCut::gain)).orElseThrow();
  }

  /** The same among the cuts of one mode; empty where there is none. */
  public Optional<FixedCut> strongest(Mode mode) {
    return fixed.stream()
        .filter(f -> f.mode() == mode)
        .min(Comparator.comparingDouble(FixedCut::gain));
  }

  /** Part of the states in which the best cut has this mode. */
  public double share(Mode mode) {
    int best = fixed.stream().filter(f -> f.mode() == mode).mapToInt(FixedCut::best).sum();
    return (double) best / states;
  }

  /** How many of the cuts are the best in some state. */
  public int used() {
    return (int) fixed.stream().filter(f -> f.best() > 0).count();
  }

  /** As people read it. */
  public Table table() {
    Table table = Table.of("cut", "unit", "c_l", "best in", "gain over it (Eq. 7)", "at most");
    for (FixedCut f : fixed) {
      table.row(
          Integer.toString(f.cut()),
          f.unit(),
          String.format(Locale.ROOT, "%.4f", f.ratio()),
          Figures.percent((double) f.best() / states),
          Figures.percent(f.gain()),
          Figures.percent(f.largest()));
    }
    return table;
  }
}
