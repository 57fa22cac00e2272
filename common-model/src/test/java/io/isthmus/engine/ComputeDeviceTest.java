package io.isthmus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.TwoForms;
import io.isthmus.engine.backends.EngineChoice;
import io.isthmus.engine.backends.EngineSelection;
import io.isthmus.engine.backends.InferenceBackends;
import io.isthmus.library.NativeLibraryException;
import io.isthmus.model.Form;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComputeDeviceTest {

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "cuda:0", "cuda:7", "cuda:12"})
  void aDeviceIsWrittenAsItIsRead(String text) {
    assertThat(ComputeDevice.valueOf(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "gpu", "CPU", "cuda", "cuda:", "cuda:-1", "cuda:01", "cuda:0 ", "cuda:1000"})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> ComputeDevice.valueOf(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a device is cpu or a GPU such as cuda:0, not '%s'".formatted(text));
  }

  /** This build has no CUDA: nothing computes in the place of the GPU. */
  @ParameterizedTest
  @EnumSource(Form.Engine.class)
  void anEngineWithoutCudaSaysSoAndWhatToDo(Form.Engine engine) {
    assertThatThrownBy(() -> InferenceBackends.load(engine, 1, ComputeDevice.cuda(0)))
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageMatching(
            engine.word() + " cannot compute on cuda:0: .* has no CUDA\\. .*, or compute on cpu.*")
        .message()
        .hasLineCount(1);
  }

  @Test
  void whereNoEngineReachesTheGpuEveryReasonIsTold() {
    EngineSelection selection =
        new EngineSelection(TwoForms.model(), 1, ComputeDevice.cuda(0), null);
    assertThatThrownBy(() -> selection.load(EngineChoice.AUTO))
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContaining("PyTorch cannot compute on cuda:0")
        .hasMessageContaining("OnnxRuntime cannot compute on cuda:0");
  }
}
