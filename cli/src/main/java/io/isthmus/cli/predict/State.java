package io.isthmus.cli.predict;

import io.isthmus.decision.SystemState;
import io.isthmus.units.DataRate;
import java.util.ArrayList;
import java.util.List;

/**
 * A state (B_i, r_i) of a scenario.
 *
 * @param batch B, number of images
 * @param rate r, what the link carries
 * @param waitMs until it carries anything, in milliseconds; 0 but in an outage
 */
public record State(int batch, DataRate rate, double waitMs) {

  /** A state without an outage. */
  public State(int batch, DataRate rate) {
    this(batch, rate, 0);
  }

  /** An idle edge behind a link of this rate. */
  SystemState conditions() {
    return SystemState.ideal(rate.bytesPerSecond() / 1000);
  }

  /** Every rate with every batch. */
  public static List<State> all(List<DataRate> rates, Batches batches) {
    List<State> states = new ArrayList<>(rates.size() * batches.sizes().size());
    for (DataRate rate : rates) {
      for (int batch : batches.sizes()) {
        states.add(new State(batch, rate));
      }
    }
    return states;
  }
}
