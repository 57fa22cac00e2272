package io.isthmus.engine.backends;

import io.isthmus.engine.ComputeDevice;
import io.isthmus.engine.InferenceBackend;
import io.isthmus.engine.onnx.OnnxBackend;
import io.isthmus.engine.torch.TorchBackend;
import io.isthmus.library.NativeLibraryException;
import io.isthmus.model.Form;
import java.util.List;
import java.util.stream.Stream;

/** The engines of this build. A program may have been put together without one of them. */
public final class InferenceBackends {

  private static final String LIBTORCH = "ai.djl.pytorch.engine.PtEngine";
  private static final String ONNX_RUNTIME = "ai.onnxruntime.OrtEnvironment";

  private InferenceBackends() {}

  /** The engines that this program has for this machine. */
  public static List<Form.Engine> present() {
    return Stream.of(Form.Engine.values()).filter(InferenceBackends::isPresent).toList();
  }

  private static boolean isPresent(Form.Engine engine) {
    return switch (engine) {
      case PYTORCH -> hasClass(LIBTORCH);
      case ONNX_RUNTIME -> hasClass(ONNX_RUNTIME) && OnnxBackend.isPresent();
    };
  }

  private static boolean hasClass(String name) {
    try {
      Class.forName(name, false, InferenceBackends.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /**
   * Loads libtorch, which every package of format 1 is for.
   *
   * @param threads that compute one operator, at least 1
   * @throws IllegalStateException if this process has loaded it with another number of threads
   * @throws NativeLibraryException if its library cannot be unpacked or loaded
   */
  public static InferenceBackend load(int threads) {
    return load(Form.Engine.PYTORCH, threads);
  }

  /** Loads an engine to compute on the processor; see the other method. */
  public static InferenceBackend load(Form.Engine engine, int threads) {
    return load(engine, threads, ComputeDevice.CPU);
  }

  /**
   * Loads an engine.
   *
   * @param threads that compute one operator, at least 1
   * @param device that it is to compute on
   * @throws IllegalStateException if this process has loaded it with another number of threads
   * @throws NativeLibraryException if this program has no such engine for this machine, its library
   *     cannot be unpacked or loaded, or it cannot compute on that device
   */
  public static InferenceBackend load(Form.Engine engine, int threads, ComputeDevice device) {
    if (!isPresent(engine)) {
      throw new NativeLibraryException(
          "This program has no %s for this machine; it has %s."
              .formatted(engine.word(), words(present())));
    }
    return switch (engine) {
      case PYTORCH -> TorchBackend.load(threads, device);
      case ONNX_RUNTIME -> OnnxBackend.load(threads, device);
    };
  }

  static String words(List<Form.Engine> engines) {
    return engines.isEmpty()
        ? "no engine"
        : String.join(", ", engines.stream().map(Form.Engine::word).toList());
  }
}
