package io.isthmus.calibration;

/**
 * Exact confidence bounds on a share (Clopper and Pearson, "The use of confidence or fiducial
 * limits illustrated in the case of the binomial", Biometrika 26, 1934).
 */
public final class Confidence {

  /** Confidence of all bounds that a budget is held against. */
  public static final double LEVEL = 0.95;

  private static final int HALVINGS = 60;

  private Confidence() {}

  /**
   * The one-sided upper bound on a share.
   *
   * @param hits how often it happened, 0 … n
   * @param n how often it could have
   * @param level confidence, such as 0.95
   * @return the share p for which so few hits have the probability 1 − level; 1 where n = 0
   */
  public static double upper(int hits, int n, double level) {
    if (hits >= n) {
      return 1;
    }
    double low = (double) hits / n;
    double high = 1;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (atMost(hits, n, middle) > 1 - level) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** The one-sided lower bound on a share, as {@link #upper}. */
  public static double lower(int hits, int n, double level) {
    return hits == 0 ? 0 : 1 - upper(n - hits, n, level);
  }

  /**
   * The one-sided upper bound on what accuracy is lost, for paired answers: the upper bound on the
   * share of those that became wrong less the lower bound on those that became right, each with
   * half of the error (Bonferroni).
   *
   * @param worse answers that were right and are not any more
   * @param better answers that were wrong and are right now
   */
  public static double upperLoss(int worse, int better, int n, double level) {
    double each = 1 - (1 - level) / 2;
    return upper(worse, n, each) - lower(better, n, each);
  }

  /** P(X ≤ hits) for X binomial with n and p; 0 &lt; p &lt; 1. */
  private static double atMost(int hits, int n, double p) {
    double logTerm = n * Math.log1p(-p);
    double logOdds = Math.log(p) - Math.log1p(-p);
    double sum = Math.exp(logTerm);
    for (int k = 1; k <= hits; k++) {
      logTerm += Math.log((double) (n - k + 1) / k) + logOdds;
      sum += Math.exp(logTerm);
    }
    return Math.min(1, sum);
  }
}
