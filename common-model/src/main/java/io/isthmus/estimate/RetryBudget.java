package io.isthmus.estimate;

/**
 * How many exchanges may be sent a second time: a token bucket. Every first exchange brings a fifth
 * of a token and every repeat costs one, so that there is at most one repeat to five exchanges in
 * the long run, however many fail: an edge that is in trouble is not given more of it. Integers,
 * since fractions would not add up.
 *
 * @param fifths of tokens that are saved
 */
public record RetryBudget(int fifths) {

  private static final int PRICE = 5;

  /** Tokens that can be saved, for failures that come together. */
  public static final int MOST = 3;

  /** A full bucket: the first failure after a start may be a connection's as well. */
  public static final RetryBudget FULL = new RetryBudget(MOST * PRICE);

  /** The state after an exchange was begun for the first time. */
  public RetryBudget earned() {
    return new RetryBudget(Math.min(MOST * PRICE, fifths + 1));
  }

  /** Whether a repeat can be paid for. */
  public boolean allows() {
    return fifths >= PRICE;
  }

  /** The state after a repeat that {@link #allows} has allowed. */
  public RetryBudget spent() {
    return new RetryBudget(fifths - PRICE);
  }
}
