package io.isthmus.tools.predict;

/**
 * A cut that stays, beside one that is chosen for every state.
 *
 * @param cut the cut
 * @param unit its name
 * @param ratio c_l, its compression ratio
 * @param best in how many of the states it is the best cut
 * @param gain G of choosing over it (Eq. 7)
 * @param largest the largest gain in one state
 */
public record FixedCut(int cut, String unit, double ratio, int best, double gain, double largest) {}
