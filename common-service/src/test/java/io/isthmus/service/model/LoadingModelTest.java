package io.isthmus.service.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.isthmus.OddPackage;
import io.isthmus.TestModel;
import io.isthmus.engine.ComputeDevice;
import io.isthmus.engine.backends.EngineChoice;
import io.isthmus.model.Form;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.service.admission.AdmissionLimit;
import io.isthmus.service.admission.InferenceProperties;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** Packages with intact files and modules that are not what their manifest says. */
class LoadingModelTest {

  @ParameterizedTest
  @ValueSource(strings = {"tuple", "float16", "raises", "no-torch"})
  void aUnitThatIsNotAsTheManifestSaysEndsTheStartWithASentenceThatNamesIt(
      String module, @TempDir Path temp) throws Exception {
    Path folder = OddPackage.write(temp, Map.of("stem", module));
    LoadingModel loading = begin(folder, EngineChoice.AUTO);

    InvalidPackageException refusal =
        catchThrowableOfType(InvalidPackageException.class, loading::chain);
    assertThat(refusal)
        .hasMessageStartingWith("Model package %s cannot be used: stem ".formatted(folder));
  }

  @Test
  void anEngineThatThePackageHasNoFormForEndsTheStartWithTheFormsThatItHas(@TempDir Path temp)
      throws Exception {
    Path folder = OddPackage.write(temp, Map.of());
    LoadingModel loading = begin(folder, EngineChoice.ONNXRUNTIME);
    assertThat(catchThrowableOfType(InvalidPackageException.class, loading::chain))
        .hasMessageMatching(".* cannot be used: it has no form that OnnxRuntime runs .*PyTorch.*");
  }

  @Test
  void eachEngineHasAProfileOfItsOwn(@TempDir Path temp) {
    ModelProperties properties = properties(temp);
    StoredFiles files = stored(properties, ComputeDevice.CPU);
    assertThat(files.profile(Form.Engine.PYTORCH)).hasFileName(name(files, "-2t.json"));
    assertThat(files.profile(Form.Engine.ONNX_RUNTIME))
        .hasFileName(name(files, "-2t-onnxruntime.json"));
  }

  @Test
  void eachGpuHasAProfileOfItsOwn(@TempDir Path temp) {
    StoredFiles files = stored(properties(temp), ComputeDevice.cuda(1));
    assertThat(files.profile(Form.Engine.PYTORCH)).hasFileName(name(files, "-2t-cuda1.json"));
    assertThat(files.profile(Form.Engine.ONNX_RUNTIME))
        .hasFileName(name(files, "-2t-onnxruntime-cuda1.json"));
    assertThat(files.engines()).hasFileName(name(files, "-2t-cuda1.engines.json"));
  }

  private static StoredFiles stored(ModelProperties properties, ComputeDevice device) {
    return new StoredFiles(properties, TestModel.model().network(), inference(2, device));
  }

  private static InferenceProperties inference(int threads, ComputeDevice device) {
    return new InferenceProperties(threads, device, 1, 16, AdmissionLimit.ADAPTIVE);
  }

  private static String name(StoredFiles files, String end) {
    return "efficientnet_b0-" + files.network().fingerprint().substring(0, 12) + end;
  }

  private static ModelProperties properties(Path folder) {
    return properties(folder, Duration.ofMinutes(1), null);
  }

  private static ModelProperties properties(
      Path folder, Duration loadTimeout, @Nullable DataSize memoryLimit) {
    return new ModelProperties(
        folder, null, List.of(1), Duration.ofMillis(1), ReadyWith.FIRST, loadTimeout, memoryLimit);
  }

  @Test
  void aPackageThatTakesLongerThanItMayEndsTheStartWithASentence() throws Exception {
    BlockingQueue<String> ended = new ArrayBlockingQueue<>(1);
    LoadingModel loading =
        LoadingModel.begin(
            properties(TestModel.PACKAGE, Duration.ofMillis(1), null),
            inference(1, ComputeDevice.CPU),
            new EngineProperties(EngineChoice.PYTORCH),
            ended::add);
    assertThat(ended.poll(30, TimeUnit.SECONDS))
        .startsWith("Model package " + TestModel.PACKAGE + " cannot be used: while ")
        .endsWith(", loading takes longer than the 0.001 s of isthmus.model.load-timeout");
    loading.chain().close(); // nothing ends this process
  }

  private static LoadingModel begin(Path folder, EngineChoice engine) {
    return LoadingModel.begin(
        properties(folder), inference(1, ComputeDevice.CPU), new EngineProperties(engine));
  }
}
