package io.isthmus.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.OddPackage;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Packages with intact files and modules that are not what their manifest says. */
@ExtendWith(OutputCaptureExtension.class)
class LoadingModelTest {

  @ParameterizedTest
  @ValueSource(strings = {"tuple", "float16", "raises", "no-torch"})
  void aServiceDoesNotStartWithAUnitThatIsNotAsTheManifestSays_andSaysWhichWithoutAStackTrace(
      String module, CapturedOutput output, @TempDir Path temp) throws Exception {
    Path folder = OddPackage.write(temp, Map.of("stem", module));
    assertThatThrownBy(() -> start(folder)).isInstanceOf(Exception.class);
    assertThat(output)
        .contains("Model package %s cannot be used: stem ".formatted(folder))
        .doesNotContain("\tat ");
  }

  private static void start(Path folder) {
    new SpringApplicationBuilder(ModelConfiguration.class)
        .web(WebApplicationType.NONE)
        .run(
            "--isthmus.model.package=" + folder,
            "--isthmus.inference.threads=1",
            "--spring.main.banner-mode=off")
        .close();
  }
}
