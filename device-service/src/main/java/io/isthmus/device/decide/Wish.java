package io.isthmus.device.decide;

import io.isthmus.calibration.Accuracy;
import io.isthmus.control.SplitPreference;

/**
 * What a request asks of the decision.
 *
 * @param preference the option or the plan, or the fastest
 * @param accuracy how much its answers may differ from those of the uncut network
 */
public record Wish(SplitPreference preference, Accuracy accuracy) {

  /** The fastest plan with exact answers. */
  public static final Wish FASTEST = new Wish(new SplitPreference.Fastest(), Accuracy.EXACT);
}
