package io.isthmus.decision;

/** Why a decision was taken, or what ruled a cut out. */
public enum Reason {
  /** It has the shortest predicted time of all candidates. */
  FASTEST,
  /** The request named the cut; other cuts were ruled out by that. */
  FORCED,
  /** Cut 0 is predicted faster still, but raw input may not leave the device. */
  PRIVACY,
  /** No edge has been named in the configuration. */
  NO_EDGE,
  /** The edge does not answer, or the circuit breaker around it is open. */
  EDGE_UNAVAILABLE,
  /** The edge has answered that it is overloaded, and its Retry-After has not passed. */
  EDGE_BUSY,
  /** The edge runs another model package. */
  EDGE_MODEL_DIFFERS,
  /** It would change more answers than the accuracy budget allows, or nobody has measured that. */
  ACCURACY,
  /** Checks in service have shown that it changes more answers than its calibration promises. */
  SUSPENDED,
  /** The edge or this device cannot write and read its encoding. */
  ENCODING_UNKNOWN,
  /** Nothing is known of the link yet. */
  LINK_UNKNOWN,
  /** The edge cannot take a batch of that size. */
  EDGE_NO_ROOM,
  /** The device cannot take a batch of that size. */
  DEVICE_NO_ROOM,
  /** It is predicted to miss the request's deadline; a decision for that reason is a refusal. */
  TOO_LATE
}
