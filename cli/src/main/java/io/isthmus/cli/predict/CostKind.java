package io.isthmus.cli.predict;

import io.isthmus.decision.CostModel;
import io.isthmus.decision.PaperCostModel;
import io.isthmus.decision.WireCostModel;
import io.isthmus.profile.ProfileTimes;

/** What a prediction counts. */
public enum CostKind {
  /** Eq. 4 and 5 to the letter: every element takes one byte, and nothing else crosses the link. */
  PAPER,
  /** All bytes that really cross the link, the answer and all headers included. */
  WIRE;

  CostModel model(Machines machines) {
    ProfileTimes device = new ProfileTimes(machines.device());
    ProfileTimes edge = new ProfileTimes(machines.edge());
    return this == PAPER
        ? new PaperCostModel(machines.network(), device, edge)
        : new WireCostModel(machines.network(), device, edge);
  }
}
