package io.isthmus.cli.service;

import io.isthmus.units.DataRate;
import org.jspecify.annotations.Nullable;

/**
 * What a device believes just now, as {@code GET /conditions} tells it.
 *
 * @param edge whether the edge can be counted on, such as {@code READY}
 * @param link the link
 * @param queueMs W_e, expected wait at the edge, in milliseconds
 * @param deviceFactor k_d: how much slower than its profile the device runs
 * @param edgeFactor k_e: the same for the edge
 */
public record Conditions(
    String edge, Link link, double queueMs, double deviceFactor, double edgeFactor) {

  /**
   * The link.
   *
   * @param bytesPerSecond its rate; null while unknown
   * @param rttMs its round trip, in milliseconds
   * @param ageMs how long ago the rate was measured, in milliseconds; null while unknown
   */
  public record Link(@Nullable Double bytesPerSecond, double rttMs, @Nullable Double ageMs) {}

  private static final double CLOSE = 1.25;

  /**
   * Whether it counts on the edge and has, within that time, found the link to be about so fast.
   */
  public boolean knows(DataRate rate, double withinMs) {
    Double believed = link.bytesPerSecond();
    Double age = link.ageMs();
    return edge.equals("READY")
        && believed != null
        && age != null
        && age < withinMs
        && believed < rate.bytesPerSecond() * CLOSE
        && believed > rate.bytesPerSecond() / CLOSE;
  }
}
