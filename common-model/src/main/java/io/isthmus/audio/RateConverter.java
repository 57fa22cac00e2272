package io.isthmus.audio;

import java.nio.FloatBuffer;

/**
 * Brings recordings to another rate: every sample is the sum of those around it, weighted by a
 * {@link SincKernel} that passes no frequency beyond half of either rate. What is computed is
 * bounded by the samples that are wanted, however long the recording. Deterministic: the same bits
 * on every machine.
 */
final class RateConverter {

  /** Samples that are decoded at a time, beside those that the filter reaches over. */
  private static final int BLOCK = 1 << 16;

  /** Weights that are kept because they recur: as many as take a megabyte. */
  private static final int MOST_KEPT = 1 << 18;

  private final WavFile file;
  private final long rate;
  private final long wanted;
  private final double scale; // zeros of the filter in a sample of the file
  private final int reach;
  private final long step; // phases are so far apart
  private final float[][] kept; // [phase]: weights, where there are few phases
  private final float[] scratch;

  /**
   * A converter of one recording.
   *
   * @param wanted rate of the result
   */
  RateConverter(WavFile file, int wanted) {
    this.file = file;
    this.rate = file.format().rate();
    this.wanted = wanted;
    this.scale = SincKernel.ROLLOFF * Math.min(1, (double) wanted / rate);
    this.reach = (int) Math.ceil(SincKernel.ZEROS / scale);
    this.step = gcd(wanted, rate);
    long phases = wanted / step;
    this.kept = new float[phases * 2 * reach <= MOST_KEPT ? (int) phases : 0][];
    this.scratch = new float[2 * reach];
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** How many samples the whole recording has at the wanted rate; at least 1. */
  long length() {
    return (file.frames() * wanted + rate - 1) / rate;
  }

  /**
   * Computes samples.
   *
   * @param first which of the whole recording's is the first
   * @param target gets so many as it has room for
   * @throws AudioException if a sample of the file cannot be used
   */
  void read(long first, FloatBuffer target) throws AudioException {
    int atOnce = (int) Math.max(1, BLOCK * wanted / rate);
    long next = first;
    while (target.hasRemaining()) {
      int count = Math.min(atOnce, target.remaining());
      if (rate == wanted) {
        float[] samples = new float[count];
        file.read(next, samples);
        target.put(samples);
      } else {
        read(next, count, target);
      }
      next += count;
    }
  }

  private void read(long first, int count, FloatBuffer target) throws AudioException {
    long begin = first * rate / wanted - reach + 1;
    long end = (first + count - 1) * rate / wanted + reach;
    float[] around = new float[(int) (end - begin) + 1];
    file.read(begin, around);
    for (long j = first; j < first + count; j++) {
      long place = j * rate;
      float[] weights = weights(place % wanted);
      int from = (int) (place / wanted - reach + 1 - begin);
      target.put((float) product(weights, around, from));
    }
  }

  /** The sum of products, in four parts of which the processor works on all at once. */
  private static double product(float[] weights, float[] around, int from) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int k = 0;
    for (; k + 3 < weights.length; k += 4) {
      a += (double) weights[k] * around[from + k];
      b += (double) weights[k + 1] * around[from + k + 1];
      c += (double) weights[k + 2] * around[from + k + 2];
      d += (double) weights[k + 3] * around[from + k + 3];
    }
    for (; k < weights.length; k++) {
      a += (double) weights[k] * around[from + k];
    }
    return (a + b) + (c + d);
  }

  /**
   * The weights of the samples around a place between two.
   *
   * @param part how far it is behind the first of the two, in samples of the file × wanted rate
   */
  private float[] weights(long part) {
    if (kept.length == 0) {
      return fill(scratch, part);
    }
    int phase = (int) (part / step);
    if (kept[phase] == null) {
      kept[phase] = fill(new float[2 * reach], part);
    }
    return kept[phase];
  }

  private float[] fill(float[] weights, long part) {
    double behind = (double) part / wanted;
    for (int k = 0; k < weights.length; k++) {
      weights[k] = (float) (scale * SincKernel.at(scale * (k - reach + 1 - behind)));
    }
    return weights;
  }
}
