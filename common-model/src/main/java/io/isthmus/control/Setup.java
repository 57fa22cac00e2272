package io.isthmus.control;

import io.isthmus.decision.OptionSpace;
import io.isthmus.decision.SplitSelector;
import io.isthmus.network.Network;
import io.isthmus.plan.Planner;
import java.time.Duration;

/**
 * What a controller is set up with, and never learns.
 *
 * @param selector compares the network's cuts
 * @param planner looks for plans of several chunks
 * @param hasEdge whether an edge is configured
 * @param workers computations that the device runs at the same time
 * @param stale how old the link's rate may grow while requests come, before it is probed
 */
public record Setup(
    SplitSelector selector, Planner planner, boolean hasEdge, int workers, Duration stale) {

  /** For the options of a network. */
  public static Setup of(OptionSpace space, boolean hasEdge, int workers, Duration stale) {
    SplitSelector selector = new SplitSelector(space);
    return new Setup(selector, new Planner(selector), hasEdge, workers, stale);
  }

  /** For a network that nobody has calibrated, under a privacy limit. */
  public static Setup of(
      Network network, boolean rawInputMayLeave, boolean hasEdge, int workers, Duration stale) {
    return of(new OptionSpace(network, rawInputMayLeave ? 0 : 1, null), hasEdge, workers, stale);
  }

  /** The network whose cuts are compared. */
  public Network network() {
    return selector.network();
  }
}
