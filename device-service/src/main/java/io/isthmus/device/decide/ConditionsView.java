package io.isthmus.device.decide;

import io.isthmus.decision.Conditions;
import io.isthmus.device.edge.EdgeLink;
import io.isthmus.estimate.LinkEstimate;
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
 */
public record ConditionsView(
    String edge,
    LinkView link,
    double queueMs,
    double deviceFactor,
    double edgeFactor,
    double deviceQueueMs) {

  /**
   * The link.
   *
   * @param bytesPerSecond its rate; null while unknown
   * @param rttMs its round trip
   * @param ageMs how long ago the rate was measured; null while unknown
   */
  public record LinkView(@Nullable Double bytesPerSecond, double rttMs, @Nullable Double ageMs) {}

  static ConditionsView of(EdgeLink edge, Conditions now) {
    LinkEstimate link = edge.link();
    Double ageMs = link.known() ? link.ageNanos(System.nanoTime()) / 1e6 : null;
    return of(edge.status().name(), now, ageMs);
  }

  /** Of conditions whose rate had that age; without one it is unknown. */
  static ConditionsView of(String edge, Conditions then, @Nullable Double ageMs) {
    Double bytesPerSecond = ageMs == null ? null : then.bytesPerMs() * 1000;
    return new ConditionsView(
        edge,
        new LinkView(bytesPerSecond, then.rttMs(), ageMs),
        then.queueMs(),
        then.deviceFactor(),
        then.edgeFactor(),
        then.deviceQueueMs());
  }
}
