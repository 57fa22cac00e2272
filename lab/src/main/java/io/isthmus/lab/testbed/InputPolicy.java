package io.isthmus.lab.testbed;

import io.isthmus.cli.harness.InputKind;
import java.util.Locale;

/** What comes to the device, and whether it may send that on. */
enum InputPolicy {
  /** JPEG uploads, which may leave as they are. */
  PHOTOS(InputKind.PHOTOS, true),
  /** Raw frames, which may leave as they are. */
  FRAMES(InputKind.FRAMES, true),
  /** Raw frames that must stay: cut 0 is not allowed. */
  PRIVATE(InputKind.FRAMES, false);

  private final InputKind kind;
  private final boolean rawInputMayLeave;

  InputPolicy(InputKind kind, boolean rawInputMayLeave) {
    this.kind = kind;
    this.rawInputMayLeave = rawInputMayLeave;
  }

  InputKind kind() {
    return kind;
  }

  boolean rawInputMayLeave() {
    return rawInputMayLeave;
  }

  /** As options and tables name it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
