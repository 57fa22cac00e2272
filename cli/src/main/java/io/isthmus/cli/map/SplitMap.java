package io.isthmus.cli.map;

import io.isthmus.cli.chart.LogScale;
import io.isthmus.cli.predict.Batches;
import io.isthmus.cli.predict.Predictor;
import io.isthmus.cli.predict.RateRange;
import io.isthmus.cli.predict.State;
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
  private static final double KILOBYTE = 1e3;
  private static final int RATES_PER_DOUBLING = 8;
  private static final int ROWS_PER_DOUBLING = 16; // finer than most batch sizes lie

  LogScale rateAxis() {
    return new LogScale(
        unit() == MEGABYTE ? "rate, MB/s" : "rate, kB/s",
        rates.low().bytesPerSecond() / unit(),
        rates.high().bytesPerSecond() / unit(),
        RATES_PER_DOUBLING);
  }

  /** Labels such as 0.0313 would not fit. */
  private double unit() {
    return rates.low().bytesPerSecond() < MEGABYTE / 4 ? KILOBYTE : MEGABYTE;
  }

  LogScale batchAxis() {
    return new LogScale("batch, images", batches.smallest(), batches.largest(), ROWS_PER_DOUBLING);
  }

  /** The state that a point of the picture stands for. */
  State state(double rate, double batch) {
    return new State(batches.nearest(batch), new DataRate(rate * unit()));
  }

  /** Every rate with every batch. */
  public List<State> states() {
    List<DataRate> all = rateAxis().values().mapToObj(rate -> new DataRate(rate * unit())).toList();
    return State.all(all, batches);
  }
}
