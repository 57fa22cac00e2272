package io.isthmus.lab.testbed;

import java.util.List;

/**
 * Which requests the results still lack.
 *
 * @param results those that are there
 * @param candidates the policies of the sweep
 * @param share of a core that the device has
 * @param rounds how often each policy is to be measured in a cell
 */
record Missing(Results results, Policies candidates, double share, int rounds) {

  /** A policy that takes this many times the best of a cell is measured there only once. */
  static final double SLOW = 4;

  /** The cells in which something is missing. */
  List<Cell> cells(Grid grid) {
    return grid.cells().stream().filter(this::isMissing).toList();
  }

  private boolean isMissing(Cell cell) {
    for (int round = 1; round <= rounds; round++) {
      if (!policies(cell, round).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** The policies that are still to be measured in a round of a cell. */
  List<Policy> policies(Cell cell, int round) {
    return candidates.of(cell.input()).stream()
        .filter(policy -> !results.has(asked(cell, policy, round)))
        .filter(policy -> round == 1 || !isSlow(results.cell(asked(cell, policy, 1)), policy))
        .toList();
  }

  /** The request of a policy in a round. */
  Observation.Asked asked(Cell cell, Policy policy, int round) {
    return new Observation.Asked(candidates.network().name(), share, cell, policy.name(), round);
  }

  /** Whether the first round has shown a policy to be hopeless in a cell. */
  static boolean isSlow(List<Observation> cell, Policy policy) {
    List<Observation> first =
        cell.stream().filter(row -> row.request().round() == 1 && !row.isLost()).toList();
    double best = first.stream().mapToDouble(Clock.CLIENT::ms).min().orElse(Double.NaN);
    return first.stream()
        .filter(row -> row.policy().equals(policy.name()))
        .anyMatch(row -> Clock.CLIENT.ms(row) > SLOW * best);
  }
}
