package io.isthmus.tools.service;

import org.jspecify.annotations.Nullable;

/**
 * What a device believes just now, as {@code GET /conditions} tells it.
 *
 * @param edge whether the edge can be counted on, such as {@code READY}
 * @param link the link
 */
public record Conditions(String edge, Link link) {

  /**
   * The link.
   *
   * @param bytesPerSecond its rate; null while unknown
   * @param ageMs how long ago the rate was measured, in milliseconds; null while unknown
   */
  public record Link(@Nullable Double bytesPerSecond, @Nullable Double ageMs) {}
}
