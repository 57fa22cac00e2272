package io.isthmus.engine.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.isthmus.engine.ComputeDevice;
import java.nio.ByteBuffer;

/** Makes sessions, all with the settings of decision 52. */
final class Sessions {

  private Sessions() {}

  /**
   * Makes a graph ready to run.
   *
   * @param device that runs all of it
   * @param graph ONNX, which is not needed any more afterwards
   * @throws OrtException if it is none, or has operators that ONNX Runtime does not know
   */
  static OrtSession open(OrtEnvironment environment, ComputeDevice device, ByteBuffer graph)
      throws OrtException {
    try (SessionOptions options = new SessionOptions()) {
      if (device.isGpu()) {
        OnnxCuda.add(options, device);
      }
      options.disablePerSessionThreads(); // or every unit would have threads of its own
      options.setExecutionMode(ExecutionMode.SEQUENTIAL);
      options.setOptimizationLevel(OptLevel.ALL_OPT);
      options.setDeterministicCompute(true);
      // An arena for each unit would keep the most that each has needed; the heap is shared.
      options.setCPUArenaAllocator(false);
      options.setMemoryPatternOptimization(false);
      options.addConfigEntry("session.load_model_format", "ONNX"); // and not its own
      return environment.createSession(graph, options);
    }
  }
}
