package io.isthmus.cli.scenario;

import io.isthmus.cli.predict.Batches;
import io.isthmus.cli.predict.State;
import io.isthmus.cli.trace.Service;
import io.isthmus.cli.trace.Trace;
import java.util.ArrayList;
import java.util.List;

/** The states (B_i, r_i) that a trace goes through. */
public final class Scenario {

  private Scenario() {}

  /**
   * At the beginning of every second of the trace, a request of each batch size. In an outage what
   * it sends waits for the link.
   */
  public static List<State> states(Trace trace, Batches batches) {
    List<State> states = new ArrayList<>();
    for (int second = 0; second < trace.seconds(); second++) {
      Service service = trace.serviceAt(second);
      for (int batch : batches.sizes()) {
        states.add(new State(batch, service.rate(), 1000 * service.waitSeconds()));
      }
    }
    return states;
  }
}
