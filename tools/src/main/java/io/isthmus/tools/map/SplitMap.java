package io.isthmus.tools.map;

import io.isthmus.tools.chart.LogScale;
import io.isthmus.tools.predict.Batches;
import io.isthmus.tools.predict.Predictor;
import io.isthmus.tools.predict.RateRange;
import io.isthmus.tools.predict.State;
import io.isthmus.units.DataRate;
import java.util.List;

/**
 * The plane of states that a map shows.
 *
 * @param predictor predicts in every state
 * @param rates lowest and highest rate; between them rates lie evenly on a logarithmic scale
 * @param batches batch sizes
 */
public record SplitMap(Predictor predictor, RateRange rates, Batches batches) {

  private static final double MEGABYTE = 1e6;
  private static final int RATES_PER_DOUBLING = 8;
  private static final int ROWS_PER_DOUBLING = 16; // finer than most batch sizes lie

  LogScale rateAxis() {
    return new LogScale(
        "rate, MB/s",
        rates.low().bytesPerSecond() / MEGABYTE,
        rates.high().bytesPerSecond() / MEGABYTE,
        RATES_PER_DOUBLING);
  }

  LogScale batchAxis() {
    return new LogScale("batch, images", batches.smallest(), batches.largest(), ROWS_PER_DOUBLING);
  }

  /** The state that a point of the picture stands for. */
  State state(double megabytesPerSecond, double batch) {
    return new State(batches.nearest(batch), new DataRate(megabytesPerSecond * MEGABYTE));
  }

  /** Every rate with every batch. */
  public List<State> states() {
    List<DataRate> all =
        rateAxis().values().mapToObj(rate -> new DataRate(rate * MEGABYTE)).toList();
    return State.all(all, batches);
  }
}
