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
 */
public record ConditionsView(
    String edge, LinkView link, double queueMs, double deviceFactor, double edgeFactor) {

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
    LinkView view =
        link.known()
            ? new LinkView(
                link.bytesPerMs() * 1000, link.rttMs(), link.ageNanos(System.nanoTime()) / 1e6)
            : new LinkView(null, link.rttMs(), null);
    return new ConditionsView(
        edge.status().name(), view, now.queueMs(), now.deviceFactor(), now.edgeFactor());
  }
}
