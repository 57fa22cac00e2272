package io.isthmus.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import org.junit.jupiter.api.Test;

class ReasonTest {

  /** As onnxruntime_gpu 1.23.2 says it on a machine without CUDA. */
  @Test
  void aLibraryThatCannotBeLoadedIsNamedWithoutTheSourcesOfOnnxRuntime() {
    String said =
        "Error code - ORT_FAIL - message: /onnxruntime_src/onnxruntime/core/session/"
            + "provider_bridge_ort.cc:1844 onnxruntime::Provider& onnxruntime::ProviderLibrary::Get()"
            + " [ONNXRuntimeError] : 1 : FAIL : Failed to load library"
            + " libonnxruntime_providers_cuda.so with error: libcublasLt.so.12: cannot open shared"
            + " object file: No such file or directory";
    assertThat(Reason.of(new OrtException(said)))
        .isEqualTo(
            "Failed to load library libonnxruntime_providers_cuda.so with error: libcublasLt.so.12:"
                + " cannot open shared object file: No such file or directory");
  }
}
