package io.isthmus.engine.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import io.isthmus.engine.ComputeDevice;
import io.isthmus.library.NativeLibraryException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether libtorch computes on a GPU. It is asked before anything is loaded to one. */
final class TorchCuda {

  private static final Logger log = LoggerFactory.getLogger(TorchCuda.class);

  private static final String TF32 = "NVIDIA_TF32_OVERRIDE";

  private TorchCuda() {}

  /**
   * Requires that libtorch computes on a GPU.
   *
   * @throws NativeLibraryException that says why it does not, and what to do
   */
  static void require(ComputeDevice device) {
    if (!JniUtils.getFeatures().contains("CUDA")) {
      throw refusal(device, missing(Path.of(LibUtils.getLibtorchPath())));
    }
    Engine engine = Engine.getEngine("PyTorch");
    try (NDManager manager = engine.newBaseManager(Device.gpu(device.gpu()))) {
      manager.zeros(new Shape(1), DataType.FLOAT32).toByteBuffer();
    } catch (EngineException e) {
      throw refusal(device, "it cannot be used (" + firstLine(e) + "). Name one that is there");
    }
    if (!"0".equals(System.getenv(TF32))) {
      log.warn(
          "{} is not 0: a GPU may round to ten bits, and its answers differ from those of others",
          TF32);
    }
  }

  /** Why there is no CUDA. */
  static String missing(Path libtorch) {
    if (!Files.exists(libtorch.resolve(OwnLibtorch.CUDA_LIBRARY))) {
      return "the libtorch in %s has no CUDA. Name the folder of one that has it with %s"
          .formatted(libtorch, OwnLibtorch.FOLDERS);
    }
    return "libtorch finds no GPU. Give the machine or the container one, with NVIDIA's driver";
  }

  private static NativeLibraryException refusal(ComputeDevice device, String reason) {
    return new NativeLibraryException(
        "PyTorch cannot compute on %s: %s, or compute on cpu (docs/gpu.md)."
            .formatted(device, reason));
  }

  private static String firstLine(EngineException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
