package io.isthmus.codec;

import io.isthmus.encoding.Quantiser;

/** Turns values of a channel into levels, in loops that the compiler vectorises. */
final class LevelQuantiser {

  /** Adding it to a float below 2^22 rounds that to the nearest integer, ties to even. */
  private static final float ROUNDING = 0x1.8p23f;

  private LevelQuantiser() {}

  /**
   * The level of each value: the nearest within the bounds. NaN is taken for 0.
   *
   * @param values of one channel; they are overwritten
   * @param levels get 0 to n_c - 1
   * @param from where the first level goes
   */
  static void quantise(float[] values, Quantiser.Channel channel, byte[] levels, int from) {
    float step = channel.step();
    int zero = channel.zero();
    int highest = channel.levels() - 1;
    float low = zero;
    float high = zero + highest;
    for (int i = 0; i < values.length; i++) {
      float bounded = Math.max(low, Math.min(high, values[i] / step));
      values[i] = (bounded + ROUNDING) - ROUNDING;
    }
    for (int i = 0; i < values.length; i++) {
      int level = (int) values[i] - zero;
      levels[from + i] = (byte) Math.max(0, Math.min(highest, level));
    }
  }
}
