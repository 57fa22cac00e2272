package io.isthmus.engine.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import io.isthmus.library.NativeLibraryException;
import io.isthmus.library.OnnxRuntimeFiles;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/** Loads ONNX Runtime. Its threads are the process's own. */
final class OnnxEnvironment {

  private static final String NAME = "isthmus";

  /** Whatever fails is thrown as well: it need not be printed on the standard error, too. */
  private static final OrtLoggingLevel QUIET = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;

  private OnnxEnvironment() {}

  /**
   * Loads it; to be called once.
   *
   * @param threads that compute one operator, the calling one among them
   */
  static OrtEnvironment open(int threads) {
    OnnxRuntimeFiles.prepare();
    try (OrtEnvironment.ThreadingOptions options = new OrtEnvironment.ThreadingOptions()) {
      options.setGlobalIntraOpNumThreads(threads);
      options.setGlobalInterOpNumThreads(1); // units are chains: operators run one after another
      // Who waits for work turns no processor that others share.
      options.setGlobalSpinControl(false);
      OrtEnvironment environment = OrtEnvironment.getEnvironment(QUIET, NAME, options);
      keepUntilTheEnd();
      return environment;
    } catch (OrtException | RuntimeException | LinkageError | ReflectiveOperationException e) {
      throw new NativeLibraryException("ONNX Runtime cannot be loaded (%s).".formatted(root(e)), e);
    }
  }

  /**
   * The Java API frees the environment in a shutdown hook, beside which requests are answered to
   * their end: what they compute on then is gone. An environment counts those who hold it; we hold
   * it once more, and the end of the process frees it.
   */
  private static void keepUntilTheEnd() throws ReflectiveOperationException {
    Field api = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("ortApiHandle");
    Method hold =
        OrtEnvironment.class.getDeclaredMethod("createHandle", long.class, int.class, String.class);
    api.setAccessible(true);
    hold.setAccessible(true);
    Object handle = hold.invoke(null, api.getLong(null), QUIET.getValue(), NAME);
    if (!(handle instanceof Long address) || address == 0) {
      throw new IllegalStateException("its environment cannot be kept");
    }
  }

  private static Throwable root(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
