package io.isthmus.fuzz;

import io.isthmus.control.EventScript;

/** What a controller is told and asked, in any order and with any numbers. */
public final class ControllerTarget {

  private ControllerTarget() {}

  /** One history. */
  public static void fuzzerTestOneInput(byte[] history) {
    EventScript.run(history);
  }
}
