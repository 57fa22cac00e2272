package io.isthmus.control;

import io.isthmus.decision.DecisionInput;
import io.isthmus.decision.EdgeStatus;
import io.isthmus.decision.SystemState;
import io.isthmus.decision.Workload;
import io.isthmus.estimate.Crossing;
import io.isthmus.estimate.LinkEstimate;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A controller's state at a time: whatever is asked of it belongs together.
 *
 * @param controller the state
 * @param nanos the time, on the holder's monotonic clock
 */
public record Snapshot(Controller controller, long nanos) {

  /** Whether the edge can be counted on. */
  public EdgeStatus status() {
    return controller.edge().status(nanos);
  }

  /** The live estimates. */
  public SystemState conditions() {
    return controller.conditions(nanos);
  }

  /** What is believed of the link. */
  public LinkEstimate link() {
    return controller.edge().link();
  }

  /** How long ago the link's rate was measured, in milliseconds; null while it is unknown. */
  public @Nullable Double rateAgeMs() {
    LinkEstimate link = link();
    return link.known(nanos) ? link.ageNanos(nanos) / 1e6 : null;
  }

  /** How long a body keeps the link. */
  public Crossing crossing(long bytes) {
    return controller.edge().crossing(bytes, nanos);
  }

  /** The size of the probe of the link that is due, in bytes, if one is. */
  public OptionalInt probeDue() {
    return controller.probeDue(nanos);
  }

  /** What would be decided, for an onlooker. */
  public Verdict foresee(Request request) {
    return controller.foresee(request, nanos);
  }

  /** All that a decision on exact answers without a deadline would be taken on. */
  public DecisionInput situation(Workload workload) {
    return situation(new Request(new SplitPreference.Fastest(), workload));
  }

  /** All that a decision on a request would be taken on. */
  public DecisionInput situation(Request request) {
    return controller.situation(request, nanos);
  }

  /** How far the link's rate can be trusted; see {@link LinkEstimate#confidence}. */
  public double confidence() {
    return link().confidence(nanos);
  }
}
