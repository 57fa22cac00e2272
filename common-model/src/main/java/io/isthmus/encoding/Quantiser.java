package io.isthmus.encoding;

import java.util.List;

/**
 * A clipped uniform quantiser with bounds for each channel. A value v becomes the level q =
 * round(v/Δ_c) − z_c, clipped to 0 … n_c−1, and is read as Δ_c·(z_c + q).
 *
 * <p>Steps are Δ_c = 2^(e_c/8), so that a channel is told in a few bytes, and every machine
 * computes the same step.
 *
 * @param channels one for each channel of the tensor, in their order
 */
public record Quantiser(List<Channel> channels) {

  /** Exponents of steps, in eighths of an octave: from 2^-40 to 2^40. */
  public static final int MOST_EXPONENT = 320;

  /** Lowest levels lie within this many steps of zero. */
  public static final int MOST_ZERO = 1 << 20;

  private static final double[] EIGHTHS = {
    1.0,
    1.0905077326652577,
    1.189207115002721,
    1.2968395546510096,
    1.4142135623730951,
    1.5422108254079407,
    1.681792830507429,
    1.8340080864093424
  };

  /** Copies the list. Throws IllegalArgumentException for an empty one. */
  public Quantiser {
    channels = List.copyOf(channels);
    if (channels.isEmpty()) {
      throw new IllegalArgumentException("a quantiser has at least one channel");
    }
  }

  /**
   * The bounds of a channel.
   *
   * @param exponent e_c: eight times the binary logarithm of the step
   * @param zero z_c: the lowest level, in steps
   * @param levels n_c: number of levels; with 1 the channel is a constant
   */
  public record Channel(int exponent, int zero, int levels) {

    /** Throws IllegalArgumentException for anything that is out of range. */
    public Channel {
      if (Math.abs(exponent) > MOST_EXPONENT
          || Math.abs((long) zero) > MOST_ZERO
          || levels < 1
          || levels > Encoding.MOST_LEVELS) {
        throw new IllegalArgumentException("a channel's step, lowest level or levels are too many");
      }
    }

    /** Δ_c: the distance of two levels. */
    public float step() {
      return (float) Math.scalb(EIGHTHS[Math.floorMod(exponent, 8)], Math.floorDiv(exponent, 8));
    }
  }

  /** The largest exponent whose step is not above {@code step}, which is positive. */
  public static int exponentBelow(double step) {
    int exponent = (int) Math.floor(8 * Math.log(step) / Math.log(2) + 1e-9);
    return Math.max(-MOST_EXPONENT, Math.min(MOST_EXPONENT, exponent));
  }
}
