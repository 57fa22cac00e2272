package io.isthmus.decision;

/** Where the units run. */
public enum Mode {
  /** All on the device: cut L. */
  LOCAL,
  /** Head on the device, tail on the edge. */
  SPLIT,
  /** All on the edge: cut 0. */
  OFFLOAD;

  /** The mode that an option means in a chain of {@code length} units. */
  public static Mode of(Option option, int length) {
    return option.offloads() ? OFFLOAD : option.cut() == length ? LOCAL : SPLIT;
  }
}
