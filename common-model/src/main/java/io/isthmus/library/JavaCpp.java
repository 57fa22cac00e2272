package io.isthmus.library;

/** The settings of JavaCPP, which it reads once: whoever uses it calls this before. */
public final class JavaCpp {

  static {
    // They bound what JavaCPP allocates by the size of the whole process, and have the garbage
    // collector free it; here everything is freed by whoever allocated it.
    System.setProperty("org.bytedeco.javacpp.maxBytes", "0");
    System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    System.setProperty("org.bytedeco.javacpp.nopointergc", "true");
    NativeCache.prepare();
  }

  private JavaCpp() {}

  /**
   * Has JavaCPP unpack its libraries to a folder of ours; only the first call does something.
   *
   * @throws NativeLibraryException where there can be no such folder
   */
  public static void prepare() {
    // its class has done it
  }
}
