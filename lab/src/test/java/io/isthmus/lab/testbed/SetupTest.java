package io.isthmus.lab.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.TestModel;
import io.isthmus.calibration.store.CalibrationStore;
import io.isthmus.model.Form;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetupTest {

  @Test
  void everythingThatAProfileDependsOnIsInItsName() {
    Setup setup = setup(1 / 3.0, List.of(1, 16), Duration.ofSeconds(2));
    Stream<Path> devices =
        Stream.of(
                setup,
                setup(0.5, List.of(1, 16), Duration.ofSeconds(2)),
                setup(1 / 3.0, List.of(1, 4, 16), Duration.ofSeconds(2)),
                setup(1 / 3.0, List.of(1, 16), Duration.ofMillis(200))) // --quick: rough
            .map(Setup::deviceProfile);

    assertThat(Stream.concat(devices, Stream.of(setup.edgeProfile()))).doesNotHaveDuplicates();
  }

  @Test
  void theEdgesProfileIsTheSameWhateverShareTheDeviceHas() {
    Duration time = Duration.ofSeconds(2);
    assertThat(setup(0.5, List.of(1), time).edgeProfile())
        .isEqualTo(setup(0.25, List.of(1), time).edgeProfile());
  }

  @Test
  void thePackageWithoutACalibrationIsTheSamePackage(@TempDir Path folder) throws Exception {
    Path zip = Files.writeString(folder.resolve("net.zip"), "a package");
    Path calibration = Files.writeString(CalibrationStore.beside(zip), "{}");
    Setup setup =
        new Setup(
            zip,
            TestModel.model().network(),
            Form.Engine.PYTORCH,
            1,
            List.of(1),
            Duration.ofSeconds(2),
            folder,
            folder);

    for (int again = 0; again < 2; again++) {
      Path bare = setup.uncalibrated();
      assertThat(bare).isNotEqualTo(zip).hasContent("a package");
      assertThat(CalibrationStore.beside(bare)).isNotEqualTo(calibration).doesNotExist();
    }
  }

  private static Setup setup(double share, List<Integer> batches, Duration time) {
    Path anywhere = Path.of("anywhere");
    return new Setup(
        anywhere,
        TestModel.model().network(),
        Form.Engine.PYTORCH,
        share,
        batches,
        time,
        anywhere,
        anywhere);
  }
}
