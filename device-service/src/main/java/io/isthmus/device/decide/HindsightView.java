package io.isthmus.device.decide;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.isthmus.accuracy.Hindsight;
import io.isthmus.decision.SystemState;
import org.jspecify.annotations.Nullable;

/**
 * What would have been best in the conditions that the request met, as JSON.
 *
 * @param option the one that would have been the best
 * @param bestMs its time, by the same cost model
 * @param chosenMs that of the cut that was taken
 * @param regretPercent how much longer that is
 * @param met the conditions: as measured in this request, or as believed where it touched nothing
 */
public record HindsightView(
    @JsonUnwrapped OptionView option,
    double bestMs,
    double chosenMs,
    double regretPercent,
    Met met) {

  /** The conditions that the request met. */
  public record Met(
      double bytesPerSecond,
      double rttMs,
      double queueMs,
      double deviceFactor,
      double edgeFactor,
      double deviceQueueMs,
      double deviceImageFactor,
      double edgeImageFactor) {}

  static @Nullable HindsightView of(@Nullable Hindsight h) {
    if (h == null) {
      return null;
    }
    SystemState met = h.met();
    return new HindsightView(
        OptionView.of(h.option(), h.unit()),
        h.bestMs(),
        h.chosenMs(),
        100 * h.regret(),
        new Met(
            1000 * met.bytesPerMs(),
            met.rttMs(),
            met.queueMs(),
            met.deviceFactor(),
            met.edgeFactor(),
            met.deviceQueueMs(),
            met.deviceImageFactor(),
            met.edgeImageFactor()));
  }
}
