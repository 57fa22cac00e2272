package io.isthmus.device.infer;

import org.jspecify.annotations.Nullable;

/**
 * What a request names of the decision, as it was written.
 *
 * @param split a cut, with an encoding after a colon if it is not raw; or {@value #AUTO}
 * @param plan chunks, {@code single}, or {@value #AUTO}
 * @param accuracy the budget; null for the configured one
 */
public record NamedWish(String split, String plan, @Nullable String accuracy) {

  /** What {@code split} and {@code plan} are where the request does not name them. */
  public static final String AUTO = "auto";

  /** A request that names nothing. */
  public static final NamedWish NOTHING = new NamedWish(AUTO, AUTO, null);

  /** The same with another split. */
  public NamedWish withSplit(String other) {
    return new NamedWish(other, plan, accuracy);
  }

  /** The same with another plan. */
  public NamedWish withPlan(String other) {
    return new NamedWish(split, other, accuracy);
  }

  /** The same with another budget. */
  public NamedWish withAccuracy(String other) {
    return new NamedWish(split, plan, other);
  }
}
