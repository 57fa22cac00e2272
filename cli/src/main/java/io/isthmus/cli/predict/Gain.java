package io.isthmus.cli.predict;

import io.isthmus.decision.LatencyBreakdown;
import java.util.List;

/** What choosing the cut for every state gains over a fixed one. */
public final class Gain {

  private Gain() {}

  /**
   * Part of the fixed cut's time that is saved in one state: (T_SS − T_s) / T_SS. Negative only if
   * the fixed cut is none of the candidates.
   */
  public static double in(LatencyBreakdown chosen, LatencyBreakdown fixed) {
    return (fixed.totalMs() - chosen.totalMs()) / fixed.totalMs();
  }

  /**
   * Eq. 7: G = (1/N) Σ |T_s(B_i, r_i) − T_SS(B_i, r_i)| / T_SS(B_i, r_i).
   *
   * @param chosen T_s in every state
   * @param fixed T_SS in the same states
   */
  public static double over(List<LatencyBreakdown> chosen, List<LatencyBreakdown> fixed) {
    double sum = 0;
    for (int i = 0; i < chosen.size(); i++) {
      sum += Math.abs(in(chosen.get(i), fixed.get(i)));
    }
    return sum / chosen.size();
  }
}
