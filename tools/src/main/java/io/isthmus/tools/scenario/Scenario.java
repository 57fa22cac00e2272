package io.isthmus.tools.scenario;

import io.isthmus.tools.predict.Batches;
import io.isthmus.tools.predict.State;
import io.isthmus.tools.trace.Trace;
import io.isthmus.units.DataRate;
import java.util.List;
import java.util.stream.IntStream;

/** The states (B_i, r_i) that a trace goes through. */
public final class Scenario {

  private Scenario() {}

  /** At the beginning of every second of the trace, a request of each batch size. */
  public static List<State> states(Trace trace, Batches batches) {
    List<DataRate> rates =
        IntStream.range(0, (int) Math.ceil(trace.seconds())).mapToObj(trace::rateAt).toList();
    return State.all(rates, batches);
  }
}
