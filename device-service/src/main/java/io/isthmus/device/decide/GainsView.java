package io.isthmus.device.decide;

import io.isthmus.accuracy.Gains;
import io.isthmus.network.Network;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What choosing has gained since the start, as JSON: how many times as long a fixed cut would have
 * taken, by the cost model in the conditions that each request met, as what was measured.
 *
 * @param requests how many requests are counted: those with a choice whose edge did not fail
 * @param local over all on the device; null before the first
 * @param offload over all on the edge; null where raw input may not leave the device
 * @param bestFixed over the fixed cut that would have been the fastest on the whole
 */
public record GainsView(
    long requests,
    @Nullable Double local,
    @Nullable Double offload,
    @Nullable FixedView bestFixed) {

  /**
   * A fixed cut.
   *
   * @param split the cut
   * @param unit its name
   * @param ratio its time over the measured one, geometric mean
   */
  public record FixedView(int split, String unit, double ratio) {}

  static GainsView of(Gains gains, Network network) {
    return new GainsView(
        gains.requests(),
        orNull(gains.over(network.length())),
        orNull(gains.over(0)),
        gains.bestFixed().map(fixed -> view(fixed, network)).orElse(null));
  }

  private static FixedView view(Gains.Fixed fixed, Network network) {
    int cut = fixed.cut();
    return new FixedView(cut, network.cutName(cut), fixed.ratio());
  }

  private static @Nullable Double orNull(OptionalDouble ratio) {
    return ratio.isPresent() ? ratio.getAsDouble() : null;
  }
}
