package io.isthmus.lab.reproduce;

import io.isthmus.cli.predict.Comparison;
import io.isthmus.cli.predict.Figures;
import io.isthmus.cli.predict.FixedCut;
import java.math.BigDecimal;
import java.util.List;

/**
 * What choosing gains over one fixed cut (Eq. 7).
 *
 * @param speed of the machines, in cores as they were measured
 * @param cost what was counted
 * @param states which states: the grid, or a trace and what its rates were multiplied with
 * @param best part of the states in which this cut is the best
 * @param gain G over it
 * @param largest gain in one state
 */
record GainRow(
    String network,
    String speed,
    String cost,
    String states,
    int cut,
    String unit,
    BigDecimal best,
    BigDecimal gain,
    BigDecimal largest) {

  static List<GainRow> of(Case on, String states, Comparison comparison) {
    return comparison.fixed().stream().map(fixed -> row(on, states, comparison, fixed)).toList();
  }

  private static GainRow row(Case on, String states, Comparison comparison, FixedCut fixed) {
    return new GainRow(
        on.network(),
        on.speed().id(),
        on.variant().id(),
        states,
        fixed.cut(),
        fixed.unit(),
        Figures.five((double) fixed.best() / comparison.states()),
        Figures.five(fixed.gain()),
        Figures.five(fixed.largest()));
  }
}
