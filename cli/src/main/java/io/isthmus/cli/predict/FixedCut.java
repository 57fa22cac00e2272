package io.isthmus.cli.predict;

import io.isthmus.decision.Mode;
import java.util.Locale;

/**
 * A cut that stays, beside one that is chosen for every state.
 *
 * @param cut the cut
 * @param unit its name
 * @param mode where the units run
 * @param ratio c_l, its compression ratio
 * @param best in how many of the states it is the best cut
 * @param gain G of choosing over it (Eq. 7)
 * @param largest the largest gain in one state
 */
public record FixedCut(
    int cut, String unit, Mode mode, double ratio, int best, double gain, double largest) {

  /** What people call it: offload, local, or the unit. */
  public String title() {
    return mode == Mode.SPLIT ? unit : mode.name().toLowerCase(Locale.ROOT);
  }
}
