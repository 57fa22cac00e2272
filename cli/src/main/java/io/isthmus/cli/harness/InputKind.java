package io.isthmus.cli.harness;

/** What a request brings. */
public enum InputKind {
  /** JPEG files, still to be decoded. */
  PHOTOS,
  /** Frames of the network's input size, as a camera next to the device would deliver them. */
  FRAMES
}
