package io.isthmus.device.decide;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.isthmus.control.Snapshot;
import io.isthmus.decision.SystemState;
import org.jspecify.annotations.Nullable;

/**
 * The live estimates as JSON.
 *
 * @param edge whether the edge can be counted on
 * @param link the link
 * @param queueMs expected wait at the edge
 * @param deviceFactor k_d
 * @param edgeFactor k_e
 * @param deviceQueueMs expected wait for an inference thread of the device
 * @param deviceImageFactor what k_d is for units, for decoding images
 * @param edgeImageFactor the same for the edge
 * @param planFactor k_p: how much longer plans of several chunks take than their flow shop
 * @param sendingMs what sending a chunk keeps the device from its next head
 */
public record ConditionsView(
    String edge,
    LinkView link,
    double queueMs,
    double deviceFactor,
    double edgeFactor,
    double deviceQueueMs,
    double deviceImageFactor,
    double edgeImageFactor,
    double planFactor,
    double sendingMs) {

  /**
   * The link.
   *
   * @param bytesPerSecond its rate; null while unknown
   * @param rttMs its round trip
   * @param ageMs how long ago the rate was measured; null while unknown
   * @param confidence 1 for an exact rate, 0.5 for one that may be wrong by a factor of two, 0
   *     while unknown; left out of decisions that are past
   */
  public record LinkView(
      @Nullable Double bytesPerSecond,
      double rttMs,
      @Nullable Double ageMs,
      @JsonInclude(Include.NON_NULL) @Nullable Double confidence) {}

  static ConditionsView of(Snapshot now) {
    return of(now.status().name(), now.conditions(), now.rateAgeMs(), now.confidence());
  }

  /** Of a decision that is past, whose rate had that age. */
  static ConditionsView of(String edge, SystemState then, @Nullable Double ageMs) {
    return of(edge, then, ageMs, null);
  }

  /** Of conditions whose rate had that age and confidence; without an age it is unknown. */
  private static ConditionsView of(
      String edge, SystemState then, @Nullable Double ageMs, @Nullable Double confidence) {
    Double bytesPerSecond = ageMs == null ? null : then.bytesPerMs() * 1000;
    return new ConditionsView(
        edge,
        new LinkView(bytesPerSecond, then.rttMs(), ageMs, confidence),
        then.queueMs(),
        then.deviceFactor(),
        then.edgeFactor(),
        then.deviceQueueMs(),
        then.deviceImageFactor(),
        then.edgeImageFactor(),
        then.planFactor(),
        then.sendingMs());
  }
}
