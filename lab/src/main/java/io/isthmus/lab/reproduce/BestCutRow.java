package io.isthmus.lab.reproduce;

import io.isthmus.cli.predict.Figures;
import io.isthmus.cli.predict.Predictor;
import io.isthmus.cli.predict.State;
import io.isthmus.decision.LatencyBreakdown;
import java.math.BigDecimal;

/**
 * The best cut in one state. Times are in milliseconds.
 *
 * @param speed of the machines, in cores as they were measured
 * @param cost what was counted
 * @param bytesPerSecond rate of the link
 * @param localMs time of running all on the device
 * @param offloadMs time of running all on the edge, also where that is not allowed
 */
record BestCutRow(
    String network,
    String speed,
    String cost,
    BigDecimal bytesPerSecond,
    int batch,
    int cut,
    String unit,
    BigDecimal bestMs,
    BigDecimal localMs,
    BigDecimal offloadMs) {

  static BestCutRow of(Case on, State state) {
    Predictor predictor = on.predictor();
    LatencyBreakdown best = predictor.best(state);
    return new BestCutRow(
        on.network(),
        on.speed().id(),
        on.variant().id(),
        Figures.five(state.rate().bytesPerSecond()),
        state.batch(),
        best.option().cut(),
        predictor.network().cutName(best.option().cut()),
        Figures.five(best.totalMs()),
        Figures.five(predictor.time(predictor.network().length(), state).totalMs()),
        Figures.five(predictor.time(0, state).totalMs()));
  }
}
