package io.isthmus.image;

import static org.bytedeco.leptonica.global.leptonica.setMsgSeverity;

import io.isthmus.library.NativeCache;

/** The native library for pictures. Its first use needs settings, so all uses go through this. */
final class Leptonica {

  private static final int SILENT = 6;

  static {
    // They bound what JavaCPP allocates by the size of the whole process; it allocates hardly
    // anything here, and nothing that is not closed.
    System.setProperty("org.bytedeco.javacpp.maxBytes", "0");
    System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    System.setProperty("org.bytedeco.javacpp.nopointergc", "true");
    NativeCache.prepare();
    setMsgSeverity(SILENT);
  }

  private Leptonica() {}

  /** Loads the library, once. */
  static void load() {
    // its class has done it
  }
}
