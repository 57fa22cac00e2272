package io.isthmus.image;

/**
 * What each pixel of one side of a resized picture takes from the pixels of the original: the
 * filters of PIL's {@code Image.resize} for 8-bit pictures, with weights of 22 fractional bits, so
 * that results are PIL's own, bit for bit.
 */
final class AxisWeights {

  /** Fractional bits of a weight: what 8-bit pixels and a sign leave of an int, less two. */
  static final int FRACTION = 22;

  /** What is added before the fraction is cut off, so that sums are rounded. */
  static final int HALF = 1 << (FRACTION - 1);

  private final int[] starts;
  private final int[][] weights;

  private AxisWeights(int count) {
    starts = new int[count];
    weights = new int[count][];
  }

  /**
   * Weights for a window of the resized side.
   *
   * @param from pixels of the original side
   * @param to pixels of the whole resized side
   * @param first the window's first pixel
   * @param count pixels of the window
   */
  static AxisWeights of(int from, long to, long first, int count, Interpolation filter) {
    AxisWeights axis = new AxisWeights(count);
    double scale = (double) from / to;
    double widening = Math.max(scale, 1);
    double support = filter.support() * widening;
    for (int i = 0; i < count; i++) {
      double centre = (first + i + 0.5) * scale;
      int start = Math.max(0, (int) (centre - support + 0.5));
      int end = Math.min(from, (int) (centre + support + 0.5));
      axis.starts[i] = start;
      axis.weights[i] = fixedPoint(weights(start, end, centre, widening, filter));
    }
    return axis;
  }

  private static double[] weights(
      int start, int end, double centre, double widening, Interpolation filter) {
    double[] weights = new double[end - start];
    double sum = 0;
    for (int x = 0; x < weights.length; x++) {
      weights[x] = filter.weight((x + start - centre + 0.5) * (1 / widening));
      sum += weights[x];
    }
    for (int x = 0; x < weights.length && sum != 0; x++) {
      weights[x] /= sum;
    }
    return weights;
  }

  private static int[] fixedPoint(double[] weights) {
    int[] fixed = new int[weights.length];
    for (int x = 0; x < fixed.length; x++) {
      fixed[x] = (int) (Math.copySign(0.5, weights[x]) + weights[x] * (1 << FRACTION));
    }
    return fixed;
  }

  /** Pixels of the window. */
  int count() {
    return starts.length;
  }

  /** The first original pixel that a pixel takes something from. */
  int start(int i) {
    return starts[i];
  }

  /** The weights of that pixel and those after it. */
  int[] weights(int i) {
    return weights[i];
  }

  /** One past the last original pixel that a pixel takes something from. */
  int end(int i) {
    return starts[i] + weights[i].length;
  }

  /** A sum of weighted pixels and a half, as a pixel. */
  static int pixel(int sum) {
    int value = sum >> FRACTION;
    return value < 0 ? 0 : Math.min(value, 255);
  }
}
