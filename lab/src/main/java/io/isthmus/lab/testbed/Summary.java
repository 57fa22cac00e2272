package io.isthmus.lab.testbed;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.isthmus.cli.Claim;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the requests of one network on one device say; in JSON all of it is one flat object.
 *
 * @param model name of the network
 * @param share of a core that the device had
 * @param clock whose time policies are compared by
 * @param counts of requests and answers
 * @param cells every situation
 * @param gains Isthmus against Eq. 6 and against the best fixed cut
 * @param budgets Isthmus under accuracy budgets against itself without one
 * @param worst the situation in which Isthmus is furthest behind the best other; null where there
 *     is none to compare
 * @param overBound measured time over what no plan can beat, geometric mean at large batches; null
 *     where no bound is known
 * @param claims what is to be shown, and whether it is
 */
record Summary(
    String model,
    double share,
    Clock clock,
    @JsonUnwrapped Counts counts,
    List<CellSummary> cells,
    List<Gain> gains,
    List<BudgetGain> budgets,
    @Nullable CellSummary worst,
    @Nullable Double overBound,
    List<Claim> claims) {

  /**
   * Counts of requests and answers.
   *
   * @param requests how many were posted
   * @param lost those without an answer
   * @param different exact answers that are not the uncut chain's, bit for bit
   * @param degraded answers that the device finished alone
   * @param budgetImages images answered under an accuracy budget
   * @param changed those of them with another top class than the uncut chain gives
   */
  record Counts(
      int requests, int lost, int different, int degraded, int budgetImages, int changed) {

    private static Counts of(List<Observation> rows) {
      return new Counts(
          rows.size(),
          (int) rows.stream().filter(Observation::isLost).count(),
          (int) rows.stream().filter(Counts::isDifferent).count(),
          (int) rows.stream().filter(Observation::degraded).count(),
          budget(rows).mapToInt(row -> row.request().batch()).sum(),
          budget(rows).mapToInt(row -> row.result().changed()).sum());
    }

    private static boolean isDifferent(Observation row) {
      return !row.isLost() && !row.identical() && !row.isUnderBudget();
    }

    private static Stream<Observation> budget(List<Observation> rows) {
      return rows.stream().filter(row -> !row.isLost() && row.isUnderBudget());
    }

    /** The share of images under a budget whose answer is another one; NaN where there are none. */
    double changedShare() {
      return (double) changed / budgetImages;
    }

    /** Requests without the answer that they must have. */
    int wrong() {
      return lost + different;
    }
  }

  /** From this batch size on there is something to overlap. */
  static final int LARGE = 16;

  /** Sums up the rows of one network and share. */
  static Summary of(List<Observation> rows, Clock clock) {
    List<CellSummary> cells = cells(rows, clock);
    List<Gain> gains = gains(cells);
    CellSummary worst =
        cells.stream()
            .filter(cell -> !Double.isNaN(cell.behindBestOther()))
            .max(Comparator.comparingDouble(CellSummary::behindBestOther))
            .orElse(null);
    List<CellSummary> large = cells.stream().filter(Summary::isLarge).toList();
    Double overBound = Gain.mean(large, cell -> cell.ofIsthmus(PolicyTime::overBound));
    Counts counts = Counts.of(rows);
    List<BudgetGain> budgets = budgets(cells);
    Observation.Request first = rows.get(0).request();
    return new Summary(
        first.model(),
        first.share(),
        clock,
        counts,
        cells,
        gains,
        budgets,
        worst,
        overBound,
        claims(gains, budgets, worst, overBound, counts));
  }

  private static List<Claim> claims(
      List<Gain> gains,
      List<BudgetGain> budgets,
      @Nullable CellSummary worst,
      @Nullable Double overBound,
      Counts counts) {
    List<Claim> claims = new ArrayList<>(Claims.of(gains, worst, overBound, counts.wrong()));
    claims.addAll(BudgetClaims.of(budgets, counts));
    return claims;
  }

  private static List<BudgetGain> budgets(List<CellSummary> cells) {
    List<String> policies =
        cells.stream()
            .flatMap(cell -> cell.policies().stream())
            .map(PolicyTime::policy)
            .filter(Policy::isUnderBudget)
            .distinct()
            .toList();
    List<BudgetGain> budgets = new ArrayList<>();
    for (String policy : policies) {
      cells.stream()
          .collect(
              Collectors.groupingBy(
                  cell -> Map.entry(cell.input(), cell.batch()),
                  LinkedHashMap::new,
                  Collectors.toList()))
          .values()
          .forEach(
              same -> Optional.ofNullable(BudgetGain.of(policy, same)).ifPresent(budgets::add));
    }
    return budgets;
  }

  private static List<CellSummary> cells(List<Observation> rows, Clock clock) {
    return rows.stream()
        .filter(row -> !row.isLost())
        .map(Observation::request)
        .map(asked -> new CellSummary(asked.rate(), asked.input(), asked.batch(), List.of()))
        .distinct()
        .map(key -> new CellSummary(key.rate(), key.input(), key.batch(), times(key, rows, clock)))
        .sorted(
            Comparator.comparing(CellSummary::input)
                .thenComparing(CellSummary::batch)
                .thenComparing(CellSummary::megabytesPerSecond))
        .toList();
  }

  private static List<PolicyTime> times(CellSummary key, List<Observation> rows, Clock clock) {
    List<Observation> here =
        rows.stream()
            .filter(row -> !row.isLost() && row.request().rate().equals(key.rate()))
            .filter(row -> row.request().input().equals(key.input()))
            .filter(row -> row.request().batch() == key.batch())
            .toList();
    return here.stream()
        .map(Observation::policy)
        .distinct()
        .sorted(Policy.ORDER)
        .map(name -> here.stream().filter(row -> row.policy().equals(name)).toList())
        .map(of -> PolicyTime.of(of, clock))
        .toList();
  }

  private static List<Gain> gains(List<CellSummary> cells) {
    List<Gain> gains = new ArrayList<>();
    for (String input : cells.stream().map(CellSummary::input).distinct().toList()) {
      List<CellSummary> of = cells.stream().filter(c -> c.input().equals(input)).toList();
      for (int batch : of.stream().map(CellSummary::batch).distinct().toList()) {
        List<CellSummary> same = of.stream().filter(c -> c.batch() == batch).toList();
        gains.add(Gain.of(input, Integer.toString(batch), same));
      }
      gains.add(Gain.of(input, Claims.LARGE, of.stream().filter(Summary::isLarge).toList()));
      gains.add(Gain.of(input, Claims.ALL, of));
    }
    gains.add(Gain.of(Claims.ALL, Claims.ALL, cells));
    return gains.stream().filter(gain -> gain.cells() > 0).toList();
  }

  private static boolean isLarge(CellSummary cell) {
    return cell.batch() >= LARGE;
  }

  /** The file name that its pictures begin with. */
  String id() {
    return "%s-share%s".formatted(model, CpuShare.text(share));
  }

  /** The inputs there are. */
  List<String> inputs() {
    return cells.stream().map(CellSummary::input).distinct().toList();
  }

  /** The batch sizes there are, ascending. */
  List<Integer> batches() {
    return cells.stream().map(CellSummary::batch).distinct().sorted().toList();
  }

  /** The cells in which Isthmus is further behind the best other policy than it may be. */
  List<CellSummary> behind() {
    double most = 1 + Claims.BEHIND_PERCENT / 100;
    return cells.stream().filter(cell -> cell.behindBestOther() > most).toList();
  }

  /** The cells of an input and batch, by rate. */
  Stream<CellSummary> cells(String input, int batch) {
    return cells.stream().filter(c -> c.input().equals(input) && c.batch() == batch);
  }
}
