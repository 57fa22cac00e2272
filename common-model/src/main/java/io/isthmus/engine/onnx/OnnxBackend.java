package io.isthmus.engine.onnx;

import ai.onnxruntime.OrtEnvironment;
import io.isthmus.engine.ComputeDevice;
import io.isthmus.engine.InferenceBackend;
import io.isthmus.engine.LoadedUnits;
import io.isthmus.library.OnnxRuntimeFiles;
import io.isthmus.model.Form;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * ONNX Runtime in this process. Its threads are the process's own and are fixed once it is loaded.
 *
 * @param threads that compute one operator, the calling one among them; part of a result's bits
 * @param device that it computes on
 */
public record OnnxBackend(int threads, ComputeDevice device) implements InferenceBackend {

  private static @Nullable OrtEnvironment environment;
  private static int loadedThreads;

  /** Whether this process has ONNX Runtime on its class path, with a library for this machine. */
  public static boolean isPresent() {
    return OnnxRuntimeFiles.arePresent();
  }

  /** Loads ONNX Runtime to compute on the processor; see the other method. */
  public static OnnxBackend load(int threads) {
    return load(threads, ComputeDevice.CPU);
  }

  /**
   * Loads ONNX Runtime. Throws IllegalStateException if this process loaded it with another number
   * of threads before, and NativeLibraryException if it cannot be unpacked or loaded, or cannot
   * compute on that device.
   */
  public static synchronized OnnxBackend load(int threads, ComputeDevice device) {
    if (threads < 1) {
      throw new IllegalArgumentException("at least one thread is needed, not " + threads);
    }
    if (environment == null) {
      environment = OnnxEnvironment.open(threads);
      loadedThreads = threads;
    }
    if (loadedThreads != threads) {
      throw new IllegalStateException(
          "ONNX Runtime runs with %d threads in this process, not %d"
              .formatted(loadedThreads, threads));
    }
    if (device.isGpu()) {
      OnnxCuda.require(environment, device);
    }
    return new OnnxBackend(threads, device);
  }

  private static synchronized OrtEnvironment environment() {
    if (environment == null) {
      throw new IllegalStateException("ONNX Runtime is not loaded");
    }
    return environment;
  }

  @Override
  public Form.Engine engine() {
    return Form.Engine.ONNX_RUNTIME;
  }

  @Override
  public LoadedUnits load(ModelPackage model, Form form)
      throws IOException, InvalidPackageException {
    return OnnxUnits.load(environment(), device, model, form);
  }

  @Override
  public String version() {
    return "OnnxRuntime " + environment().getVersion();
  }

  /** Nothing: threads take up no state here. */
  @Override
  public void prepareThread() {
    // its own threads are there already
  }
}
