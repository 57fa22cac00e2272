package io.isthmus.codec;

/**
 * What a reader has to know of a channel to read its levels.
 *
 * @param exponent of the step
 * @param centre what all levels are told from, in steps from zero
 * @param scale how large they are then: a {@link LevelScale}
 */
record LevelChannel(int exponent, int centre, int scale) {

  /** The first channel is told from this one. */
  static final LevelChannel NONE = new LevelChannel(0, 0, 8);
}
