package io.isthmus.cli.map;

import io.isthmus.cli.predict.Figures;
import io.isthmus.cli.predict.Gain;
import io.isthmus.cli.predict.Predictor;
import io.isthmus.cli.predict.State;
import io.isthmus.decision.LatencyBreakdown;
import java.math.BigDecimal;

/**
 * A state of a map, as a row of its table. Times are in milliseconds, to five figures.
 *
 * @param bytesPerSecond rate of the link
 * @param batch number of images
 * @param cut the best cut
 * @param unit its name
 * @param encoding how the tensors there are written
 * @param bestMs its time
 * @param localMs time of running all on the device
 * @param offloadMs time of running all on the edge, also where that is not allowed
 * @param fixedMs time of the fixed cut
 * @param gain part of the fixed cut's time that is saved, (T_SS − T_s) / T_SS
 */
public record MapRow(
    BigDecimal bytesPerSecond,
    int batch,
    int cut,
    String unit,
    String encoding,
    BigDecimal bestMs,
    BigDecimal localMs,
    BigDecimal offloadMs,
    BigDecimal fixedMs,
    BigDecimal gain) {

  /** The row of a state, against a fixed cut. */
  public static MapRow of(Predictor predictor, State state, int fixed) {
    LatencyBreakdown best = predictor.best(state);
    LatencyBreakdown held = predictor.time(fixed, state);
    return new MapRow(
        Figures.five(state.rate().bytesPerSecond()),
        state.batch(),
        best.option().cut(),
        predictor.network().cutName(best.option().cut()),
        best.option().encoding().toString(),
        Figures.five(best.totalMs()),
        Figures.five(predictor.time(predictor.network().length(), state).totalMs()),
        Figures.five(predictor.time(0, state).totalMs()),
        Figures.five(held.totalMs()),
        Figures.five(Gain.in(best, held)));
  }
}
