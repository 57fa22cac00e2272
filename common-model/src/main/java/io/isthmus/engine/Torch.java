package io.isthmus.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;

/**
 * libtorch in this process. Its settings are the process's own and are fixed once it is loaded.
 *
 * @param threads size of the team that computes one operator; part of a result's bits, since
 *     libtorch picks other kernels for other sizes
 */
public record Torch(int threads) {

  private static final String ENGINE = "PyTorch";

  private static int loadedThreads;

  /**
   * Loads libtorch. Throws IllegalStateException if this process loaded it with another number of
   * threads before.
   */
  public static synchronized Torch load(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("at least one thread is needed, not " + threads);
    }
    if (loadedThreads != 0 && loadedThreads != threads) {
      throw new IllegalStateException(
          "libtorch runs with %d threads in this process, not %d"
              .formatted(loadedThreads, threads));
    }
    loadedThreads = threads;
    System.setProperty("ai.djl.offline", "true"); // a missing library is an error, not a download
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
    Engine.getEngine(ENGINE);
    return new Torch(threads);
  }

  PtNDManager newManager() {
    return (PtNDManager) Engine.getEngine(ENGINE).newBaseManager(Device.cpu());
  }

  /** Name and version, as a profile records it. */
  public String version() {
    return ENGINE + " " + Engine.getEngine(ENGINE).getVersion();
  }

  /**
   * Prepares the calling thread for inference. The profiling executor costs seconds at the first
   * runs and at each new batch size, and gains nothing on frozen modules; its switch is
   * thread-local.
   */
  static void prepareThread() {
    JniUtils.setGraphExecutorOptimize(false);
  }
}
