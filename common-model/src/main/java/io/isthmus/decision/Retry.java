package io.isthmus.decision;

import io.isthmus.estimate.RetryBudget;

/**
 * Whether an exchange that failed, but may succeed at once on another connection or after a while,
 * is sent again.
 */
public enum Retry {
  /** It is. */
  TAKEN,
  /** The device is predicted to finish by itself sooner. */
  DEVICE_SOONER,
  /** A repeat is predicted to miss the deadline. */
  TOO_LATE,
  /** Too many exchanges have been repeated. */
  NO_BUDGET;

  /**
   * Judges a repeat; all times in milliseconds from now.
   *
   * @param repeatMs until its answer, by the prediction
   * @param ownMs until the device would have finished by itself; infinite where it cannot
   * @param leftMs until the deadline; infinite if there is none
   */
  public static Retry judge(double repeatMs, double ownMs, double leftMs, RetryBudget budget) {
    if (ownMs <= repeatMs) {
      return DEVICE_SOONER;
    }
    if (repeatMs > leftMs) {
      return TOO_LATE;
    }
    return budget.allows() ? TAKEN : NO_BUDGET;
  }
}
