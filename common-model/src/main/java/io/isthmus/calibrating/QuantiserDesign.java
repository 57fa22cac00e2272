package io.isthmus.calibrating;

import io.isthmus.encoding.Quantiser;
import io.isthmus.encoding.Quantiser.Channel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Chooses the bounds of a quantiser. Noise of power Δ²/12 on each element of a channel changes the
 * outputs by d_c·Δ²/12 each; at a given number of bits the outputs change least where all channels
 * change them alike, with steps Δ_c = s/√d_c. So s is all that is left to choose, and the channel
 * that needs most levels gets as many as there may be. One that needs far more than the median of
 * the channels has to do with that many, or it would leave nothing to all others.
 */
final class QuantiserDesign {

  /** A channel that hardly counts is taken to count as much as a thousandth of the mean. */
  private static final double LEAST_SENSITIVITY = 1e-3;

  /** Levels that the finest channel may need, in those of the median. */
  private static final double MOST_ABOVE_MEDIAN = 8;

  /** A channel of one value is told to about five digits. */
  private static final double STEPS_TO_ZERO = 1 << 16;

  private final List<ChannelRange> ranges;
  private final double[] weights; // Δ_c / s

  /**
   * A design for the channels of a cut.
   *
   * @param sensitivity d_c, how much noise on an element of each channel changes the outputs
   */
  QuantiserDesign(List<ChannelRange> ranges, double[] sensitivity) {
    this.ranges = ranges;
    double mean = Arrays.stream(sensitivity).average().orElse(0);
    this.weights =
        Arrays.stream(sensitivity)
            .map(d -> mean > 0 ? Math.max(d / mean, LEAST_SENSITIVITY) : 1)
            .map(d -> 1 / Math.sqrt(d))
            .toArray();
  }

  /** The quantiser whose finest channel has that many levels. */
  Quantiser quantiser(int levels) {
    int finest = finest();
    double scale = Math.min(stepsAtOne(finest), MOST_ABOVE_MEDIAN * median()) / (levels - 1);
    return new Quantiser(
        IntStream.range(0, weights.length)
            .mapToObj(c -> channel(c, scale * weights[c], levels, c == finest))
            .toList());
  }

  private int finest() {
    int finest = 0;
    for (int c = 1; c < weights.length; c++) {
      finest = stepsAtOne(c) > stepsAtOne(finest) ? c : finest;
    }
    return finest;
  }

  /** The median of the steps that the ranges of varying channels have with s = 1. */
  private double median() {
    double[] varying =
        IntStream.range(0, weights.length)
            .mapToDouble(this::stepsAtOne)
            .filter(steps -> steps > 0)
            .sorted()
            .toArray();
    return varying.length == 0 ? 0 : varying[varying.length / 2];
  }

  /** The steps that a channel's range has with s = 1. */
  private double stepsAtOne(int c) {
    return ranges.get(c).width() / weights[c];
  }

  private Channel channel(int c, double step, int levels, boolean all) {
    ChannelRange range = ranges.get(c);
    if (!(step > 0) || (!all && range.width() < step)) {
      return constant(range.mean());
    }
    for (int e = Quantiser.exponentBelow(step); e <= Quantiser.MOST_EXPONENT; e++) {
      double exact = new Channel(e, 0, 1).step();
      long zero = Math.round(range.low() / exact);
      long top = Math.round(range.high() / exact);
      if (top - zero < levels && fits(zero) && fits(top)) {
        return all
            ? widened(e, (int) zero, (int) (top - zero + 1), levels)
            : narrow(e, zero, top, range);
      }
    }
    return constant(range.mean());
  }

  private static boolean fits(long steps) {
    return Math.abs(steps) < Quantiser.MOST_ZERO - Short.MAX_VALUE;
  }

  private static Channel narrow(int exponent, long zero, long top, ChannelRange range) {
    return top == zero
        ? constant(range.mean())
        : new Channel(exponent, (int) zero, (int) (top - zero + 1));
  }

  /** Steps come in eighths of octaves, so that some levels may be left: they clip less. */
  private static Channel widened(int exponent, int zero, int needed, int levels) {
    return new Channel(exponent, zero - (levels - needed) / 2, levels);
  }

  private static Channel constant(double value) {
    double step = Math.abs(value) / STEPS_TO_ZERO;
    if (!(step > 0)) {
      return new Channel(0, 0, 1);
    }
    int exponent = Quantiser.exponentBelow(step);
    double exact = new Channel(exponent, 0, 1).step();
    long zero = Math.round(value / exact);
    return new Channel(
        exponent, (int) Math.max(-Quantiser.MOST_ZERO, Math.min(Quantiser.MOST_ZERO, zero)), 1);
  }
}
