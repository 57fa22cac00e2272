package io.isthmus.decision;

/** Where the units run. */
public enum Mode {
  /** All on the device: cut L. */
  LOCAL,
  /** Head on the device, tail on the edge. */
  SPLIT,
  /** All on the edge: cut 0. */
  OFFLOAD;

  /** The mode that a cut of a chain of {@code length} units means. */
  public static Mode of(int split, int length) {
    return split == 0 ? OFFLOAD : split == length ? LOCAL : SPLIT;
  }
}
