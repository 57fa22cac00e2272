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
   * @param confidence 1 for an exact rate, 0.5 for one that may be wrong by a factor of two, 0
   *     while unknown
   */
  public record LinkView(
      @Nullable Double bytesPerSecond, double rttMs, @Nullable Double ageMs, double confidence) {}

  static ConditionsView of(EdgeLink edge, Conditions now) {
    LinkEstimate link = edge.link();
    long nanos = System.nanoTime();
    LinkView view =
        link.known(nanos)
            ? new LinkView(
                link.bytesPerMs() * 1000,
                link.rttMs(),
                link.ageNanos(nanos) / 1e6,
                link.confidence(nanos))
            : new LinkView(null, link.rttMs(), null, 0);
    return new ConditionsView(
        edge.status().name(), view, now.queueMs(), now.deviceFactor(), now.edgeFactor());
  }
}
