package io.isthmus.decision;

/** Whether the edge can be counted on. */
public enum EdgeStatus {
  /** It answers, runs the same model, and the link has been measured. */
  READY(Reason.FASTEST),
  /** None is configured. */
  NONE(Reason.NO_EDGE),
  /** It does not answer, or its breaker is open. */
  UNAVAILABLE(Reason.EDGE_UNAVAILABLE),
  /** It refuses work for now. */
  BUSY(Reason.EDGE_BUSY),
  /** It answers, with another fingerprint. */
  OTHER_MODEL(Reason.EDGE_MODEL_DIFFERS),
  /** It answers, but the link has not been measured. */
  LINK_UNKNOWN(Reason.LINK_UNKNOWN);

  private final Reason reason;

  EdgeStatus(Reason reason) {
    this.reason = reason;
  }

  /** The reason for a decision that this status forces. */
  public Reason reason() {
    return reason;
  }
}
