package io.isthmus.image;

import static org.bytedeco.leptonica.global.leptonica.setMsgSeverity;

import io.isthmus.library.JavaCpp;

/** The native library for pictures. Its first use needs settings, so all uses go through this. */
final class Leptonica {

  private static final int SILENT = 6;

  static {
    JavaCpp.prepare();
    setMsgSeverity(SILENT);
  }

  private Leptonica() {}

  /** Loads the library, once. */
  static void load() {
    // its class has done it
  }
}
