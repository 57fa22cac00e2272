package io.isthmus.decision;

/** How the tensors at a cut are written for the link. */
public enum Encoding {
  /** As they are: each element in its own type, or the files of the input as they were uploaded. */
  RAW
}
