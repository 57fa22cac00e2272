package io.isthmus.device.decide;

import io.isthmus.decision.Plan;
import org.jspecify.annotations.Nullable;

/**
 * Something that was tried, or thought of, for a request that misses its deadline.
 *
 * @param plan the chunks
 * @param predictedMs how long it was expected to take; null if nobody knew
 * @param outcome what became of it, in a word or two: {@code not-begun}, or how the edge failed
 */
public record Attempt(Plan plan, @Nullable Double predictedMs, String outcome) {

  /** It would have been too late. */
  public static final String NOT_BEGUN = "not-begun";
}
