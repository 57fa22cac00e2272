package io.isthmus.service.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.isthmus.OddPackage;
import io.isthmus.TestModel;
import io.isthmus.engine.backends.EngineChoice;
import io.isthmus.model.Form;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.service.admission.AdmissionLimit;
import io.isthmus.service.admission.InferenceProperties;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    StoredFiles files = new StoredFiles(properties, TestModel.model().network(), 2);
    assertThat(files.profile(Form.Engine.PYTORCH)).hasFileName(name(files, "-2t.json"));
    assertThat(files.profile(Form.Engine.ONNX_RUNTIME))
        .hasFileName(name(files, "-2t-onnxruntime.json"));
  }

  private static String name(StoredFiles files, String end) {
    return "efficientnet_b0-" + files.network().fingerprint().substring(0, 12) + end;
  }

  private static ModelProperties properties(Path folder) {
    return new ModelProperties(folder, null, List.of(1), Duration.ofMillis(1), ReadyWith.FIRST);
  }

  private static LoadingModel begin(Path folder, EngineChoice engine) {
    return LoadingModel.begin(
        properties(folder),
        new InferenceProperties(1, 1, 16, AdmissionLimit.ADAPTIVE),
        new EngineProperties(engine));
  }
}
