package io.isthmus.cli.simulate;

import io.isthmus.control.Controller;
import io.isthmus.control.Event;
import io.isthmus.control.Request;
import io.isthmus.control.Setup;
import io.isthmus.control.Verdict;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The services' own controller on the simulation's clock, and beside it what has been measured last
 * without noise. Times are in milliseconds.
 */
final class SimulatedController {

  private final @Nullable Witness witness;
  private Controller controller;
  private Measured measured = Measured.NOTHING;

  /** Sees all that the controller is told and asked. */
  interface Witness {

    /** Something has happened. */
    void happened(Event event, long nanos);

    /** A request was judged. */
    void decided(Request request, Verdict verdict, long nanos);
  }

  /** A controller that knows nothing yet. */
  SimulatedController(Setup setup, @Nullable Witness witness) {
    this.witness = witness;
    this.controller = Controller.startingAt(setup, 0);
  }

  static long nanos(double ms) {
    return (long) (ms * 1e6);
  }

  /** What it has learnt. */
  Controller get() {
    return controller;
  }

  /** Tells it what has happened. */
  void tell(double ms, Event event) {
    controller = controller.on(event, nanos(ms));
    if (witness != null) {
      witness.happened(event, nanos(ms));
    }
  }

  /** Has it judge a request. */
  Verdict decide(double ms, Request request) {
    Controller.Decided decided = controller.decide(request, nanos(ms));
    controller = decided.next();
    if (witness != null) {
      witness.decided(request, decided.verdict(), nanos(ms));
    }
    return decided.verdict();
  }

  /** What has been measured last, without noise. */
  Measured measured() {
    return measured;
  }

  /** Something has been measured. */
  void measured(UnaryOperator<Measured> change) {
    measured = change.apply(measured);
  }
}
