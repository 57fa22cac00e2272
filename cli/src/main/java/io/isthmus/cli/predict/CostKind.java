package io.isthmus.cli.predict;

import io.isthmus.calibration.Calibration;
import io.isthmus.decision.CostModel;
import io.isthmus.decision.PaperCostModel;
import io.isthmus.decision.WireCostModel;
import io.isthmus.profile.ProfileTimes;
import org.jspecify.annotations.Nullable;

/** What a prediction counts. */
public enum CostKind {
  /** Eq. 4 and 5 to the letter: every element takes one byte, and nothing else crosses the link. */
  PAPER,
  /** All bytes that really cross the link, the answer and all headers included. */
  WIRE;

  CostModel model(Machines machines, @Nullable Calibration calibration) {
    ProfileTimes device = new ProfileTimes(machines.device());
    ProfileTimes edge = new ProfileTimes(machines.edge());
    return this == PAPER
        ? new PaperCostModel(machines.network(), device, edge)
        : new WireCostModel(machines.network(), device, edge, calibration);
  }
}
