package io.isthmus.engine.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.isthmus.engine.ComputeDevice;
import io.isthmus.engine.InferenceBackend;
import io.isthmus.engine.LoadedUnits;
import io.isthmus.library.NativeCache;
import io.isthmus.library.NativeLibraryException;
import io.isthmus.model.Form;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import java.io.IOException;

/**
 * libtorch in this process. Its settings are the process's own and are fixed once it is loaded.
 *
 * @param threads size of the team that computes one operator; part of a result's bits, since
 *     libtorch picks other kernels for other sizes
 * @param device that it computes on
 */
public record TorchBackend(int threads, ComputeDevice device) implements InferenceBackend {

  private static final String ENGINE = "PyTorch";

  private static int loadedThreads;

  /** Loads libtorch to compute on the processor; see the other method. */
  public static TorchBackend load(int threads) {
    return load(threads, ComputeDevice.CPU);
  }

  /**
   * Loads libtorch. Throws IllegalStateException if this process loaded it with another number of
   * threads before, and NativeLibraryException if it cannot be unpacked or loaded, or cannot
   * compute on that device.
   */
  public static synchronized TorchBackend load(int threads, ComputeDevice device) {
    if (threads < 1) {
      throw new IllegalArgumentException("at least one thread is needed, not " + threads);
    }
    if (loadedThreads != 0 && loadedThreads != threads) {
      throw new IllegalStateException(
          "libtorch runs with %d threads in this process, not %d"
              .formatted(loadedThreads, threads));
    }
    NativeCache.prepare();
    loadedThreads = threads;
    System.setProperty("ai.djl.offline", "true"); // a missing library is an error, not a download
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
    OwnLibtorch.prepare();
    loadLibraries();
    if (device.isGpu()) {
      TorchCuda.require(device);
    }
    return new TorchBackend(threads, device);
  }

  /** DJL wraps what went wrong in several of its own, and the loader in errors. */
  private static void loadLibraries() {
    try {
      Engine.getEngine(ENGINE);
    } catch (RuntimeException | LinkageError e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      throw new NativeLibraryException(refusal(root), e);
    }
  }

  private static String refusal(Throwable root) {
    return OwnLibtorch.named()
        .map(
            path ->
                "libtorch cannot be loaded from '%s', which %s names (%s)."
                    .formatted(path, OwnLibtorch.FOLDERS, root))
        .orElseGet(
            () ->
                "libtorch cannot be unpacked to %s or loaded from there (%s): name a folder of your own, where programs may lie, with the environment variable DJL_CACHE_DIR."
                    .formatted(NativeCache.inUse(), root));
  }

  @Override
  public Form.Engine engine() {
    return Form.Engine.PYTORCH;
  }

  @Override
  public LoadedUnits load(ModelPackage model, Form form)
      throws IOException, InvalidPackageException {
    Device on = device.isGpu() ? Device.gpu(device.gpu()) : Device.cpu();
    PtNDManager manager = (PtNDManager) Engine.getEngine(ENGINE).newBaseManager(on);
    return TorchUnits.load(manager, model, form);
  }

  @Override
  public String version() {
    return ENGINE + " " + Engine.getEngine(ENGINE).getVersion();
  }

  /**
   * Turns the profiling executor off, which costs seconds at the first runs and at each new batch
   * size, and gains nothing on frozen modules; its switch is thread-local.
   */
  @Override
  public void prepareThread() {
    JniUtils.setGraphExecutorOptimize(false);
  }
}
