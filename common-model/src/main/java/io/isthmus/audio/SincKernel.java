package io.isthmus.audio;

/**
 * The impulse response of a low-pass filter: a sinc under a Kaiser window, as a table of which
 * values between are interpolated. It passes what is below 0.88 of the limit unchanged, within
 * 0.001, and damps by 80 dB or more what is above the limit.
 */
final class SincKernel {

  /** Zeros of the sinc to either side, which is how far it reaches. */
  static final int ZEROS = 48;

  /** Where the filter has damped by half, in the limit: the frequencies between fade. */
  static final double ROLLOFF = 0.94;

  private static final double BETA = 9;
  private static final int STEPS = 1024; // from one zero to the next: interpolation errs by 4e-7

  private static final double[] TABLE = table();

  private SincKernel() {}

  private static double[] table() {
    double[] table = new double[ZEROS * STEPS + 2]; // two zeros at the end
    double whole = bessel(BETA);
    for (int i = 0; i < ZEROS * STEPS; i++) {
      double x = Math.PI * i / STEPS;
      double place = (double) i / (ZEROS * STEPS);
      double window = bessel(BETA * Math.sqrt(1 - place * place)) / whole;
      table[i] = (i == 0 ? 1 : StrictMath.sin(x) / x) * window;
    }
    return table;
  }

  /** The modified Bessel function I₀, by its series. */
  private static double bessel(double x) {
    double sum = 1;
    double term = 1;
    for (int k = 1; term > 1e-17 * sum; k++) {
      term *= x * x / 4 / ((double) k * k);
      sum += term;
    }
    return sum;
  }

  /**
   * The response.
   *
   * @param distance from its middle, in zeros; 0 where it is {@value #ZEROS} or more
   */
  static double at(double distance) {
    double place = Math.min(Math.abs(distance), ZEROS) * STEPS;
    int below = (int) place;
    double part = place - below;
    return TABLE[below] + part * (TABLE[below + 1] - TABLE[below]);
  }
}
