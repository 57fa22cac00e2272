package io.isthmus.service.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.isthmus.OddPackage;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.service.admission.AdmissionLimit;
import io.isthmus.service.admission.InferenceProperties;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
    LoadingModel loading = begin(folder);

    InvalidPackageException refusal =
        catchThrowableOfType(InvalidPackageException.class, loading::chain);
    assertThat(refusal)
        .hasMessageStartingWith("Model package %s cannot be used: stem ".formatted(folder));
  }

  private static LoadingModel begin(Path folder) {
    return LoadingModel.begin(
        new ModelProperties(folder, null, List.of(1), Duration.ofMillis(1), ReadyWith.FIRST),
        new InferenceProperties(1, 1, 16, AdmissionLimit.ADAPTIVE));
  }
}
