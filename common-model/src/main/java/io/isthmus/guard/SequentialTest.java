package io.isthmus.guard;

/**
 * Tests after every check whether more answers change than a calibration promises, as often as one
 * likes: the false alarms of all looks together are bounded.
 *
 * <p>The hypothesis is that, whatever was seen before, the next checked answer is a changed one
 * with a probability of at most u. The test is a bet against it: with odds m times those of u, a
 * changed answer multiplies the stake by m/(1 + u(m−1)), an unchanged one by 1/(1 + u(m−1)). Under
 * the hypothesis no such factor is above 1 in expectation, so that the mean stake of several bets
 * is a supermartingale that begins at 1. By Ville's inequality the probability that it ever reaches
 * 1/α is at most α (J. Ville, "Étude critique de la notion de collectif", 1939; as a test: Shafer,
 * "Testing by betting", 2021). The stake depends on the counts alone.
 */
public final class SequentialTest {

  /**
   * α: at most this is the probability that any option of a calibration is ever suspended although
   * all of them keep their promises. The options share it equally.
   */
  public static final double FALSE_ALARMS = 0.05;

  /** Bets: on odds of √2, 2, … 256 times those that are promised. */
  private static final int BETS = 16;

  private SequentialTest() {}

  /**
   * The logarithm of the mean stake.
   *
   * @param checked number of answers that were checked
   * @param changed how many of them were others than those of the uncut network
   * @param promised u, the share of changed answers that was promised as the most
   */
  static double logStake(long checked, long changed, double promised) {
    double[] logs = new double[BETS];
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < BETS; i++) {
      double times = Math.pow(2, (i + 1) / 2.0);
      logs[i] = changed * Math.log(times) - checked * Math.log1p(promised * (times - 1));
      most = Math.max(most, logs[i]);
    }
    double sum = 0;
    for (double log : logs) {
      sum += Math.exp(log - most);
    }
    return most + Math.log(sum / BETS);
  }

  /**
   * Whether the promise is broken with statistical certainty.
   *
   * @param options how many options are tested beside each other, this one included
   */
  public static boolean refutes(long checked, long changed, double promised, int options) {
    return logStake(checked, changed, promised) >= Math.log(options / FALSE_ALARMS);
  }
}
