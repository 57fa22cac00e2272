package io.isthmus.engine.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import io.isthmus.engine.ComputeDevice;
import io.isthmus.library.NativeLibraryException;
import java.nio.ByteBuffer;
import java.util.Base64;

/** ONNX Runtime on a GPU. It is tried before a package is loaded. */
final class OnnxCuda {

  /** A graph of one operator, an addition of a float32 to itself, of opset 13. */
  private static final String ADDITION =
      "CAcSB2lzdGhtdXM6OQoOCgF4CgF4EgF5IgNBZGQSBXByb2JlWg8KAXgSCgoICAESBAoCCAFiDwoBeRIK"
          + "CggIARIECgIIAUIECgAQDQ==";

  private OnnxCuda() {}

  /**
   * Has a session run on a GPU, and nowhere else: an operator that would run on the processor fails
   * the session, rather than that a unit quietly computes there.
   */
  static void add(SessionOptions options, ComputeDevice device) throws OrtException {
    try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(device.gpu())) {
      cuda.add("use_tf32", "0"); // ten bits are too few for forms to agree
      cuda.add("arena_extend_strategy", "kSameAsRequested"); // every unit has an arena
      options.addCUDA(cuda);
    }
    options.addConfigEntry("session.disable_cpu_ep_fallback", "1");
  }

  /**
   * Requires that ONNX Runtime computes on a GPU.
   *
   * @throws NativeLibraryException that says why it does not, and what to do
   */
  static void require(OrtEnvironment environment, ComputeDevice device) {
    if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
      throw refusal(
          device,
          "this ONNX Runtime has no CUDA. Build the services with the Maven profile"
              + " onnxruntime-gpu");
    }
    byte[] graph = Base64.getDecoder().decode(ADDITION);
    ByteBuffer direct = ByteBuffer.allocateDirect(graph.length).put(graph).flip();
    try {
      Sessions.open(environment, device, direct).close();
    } catch (OrtException e) {
      throw refusal(
          device,
          "it cannot be used (%s). Give the machine or the container that GPU, with CUDA 12 and cuDNN 9"
              .formatted(Reason.of(e)));
    }
  }

  private static NativeLibraryException refusal(ComputeDevice device, String reason) {
    return new NativeLibraryException(
        "OnnxRuntime cannot compute on %s: %s, or compute on cpu (docs/gpu.md)."
            .formatted(device, reason));
  }
}
