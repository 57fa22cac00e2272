package io.isthmus.calibrating;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.TestModel;
import io.isthmus.audio.Wavs;
import io.isthmus.calibration.CalibratedOption;
import io.isthmus.calibration.Calibration;
import io.isthmus.calibration.store.CalibrationStore;
import io.isthmus.decision.OptionSpace;
import io.isthmus.encoding.Encoding;
import io.isthmus.engine.Activation;
import io.isthmus.engine.InputNoise;
import io.isthmus.engine.LoadSteps;
import io.isthmus.engine.RequestMemory;
import io.isthmus.engine.UnitChain;
import io.isthmus.image.ImageLimits;
import io.isthmus.model.FloatsPackage;
import io.isthmus.model.ModelPackage;
import io.isthmus.profile.TimingProfile;
import io.isthmus.profiling.MachineProbe;
import io.isthmus.profiling.Profiler;
import io.isthmus.profiling.Turns;
import io.isthmus.tensor.Safetensors;
import io.isthmus.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks that take no pictures: cut, profiled and calibrated as all others. */
class OtherInputsTest {

  private final Path temp;

  OtherInputsTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @Test
  void everyCutGivesTheBitsOfTheUncutChain_andThePackageKeepsToTheRules() throws Exception {
    for (Path path :
        List.of(
            FloatsPackage.sounds(temp.resolve("sounds")),
            FloatsPackage.tensors(temp.resolve("tensors")))) {
      try (ModelPackage model = ModelPackage.open(path);
          UnitChain chain = UnitChain.load(TestModel.chain().backend(), model);
          RequestMemory memory = chain.openMemory()) {
        chain.examine(model, LoadSteps.NONE);
        Activation input = chain.allocate(memory, 0, 2);
        input.buffer().put(InputNoise.of(chain.network().input(), 2, 3));
        ByteBuffer uncut = chain.run(memory, input, 4).tensor().data();
        for (int cut = 0; cut <= 4; cut++) {
          Activation head = chain.run(memory, input, cut);
          Activation arrived = chain.allocate(memory, cut, 2);
          arrived.buffer().put(head.tensor().data());
          assertThat(chain.run(memory, arrived, 4).tensor().data()).isEqualTo(uncut);
        }
        assertThat(uncut.order(ByteOrder.nativeOrder()).getFloat(0)).isPositive();
      }
    }
  }

  @Test
  void aProfileHasNoTimeForPictures() throws Exception {
    try (ModelPackage model = ModelPackage.open(FloatsPackage.sounds(temp.resolve("net")));
        UnitChain chain = UnitChain.load(TestModel.chain().backend(), model)) {
      TimingProfile profile =
          new Profiler(chain, MachineProbe.probe(chain.backend()), Duration.ofMillis(1))
              .begin(null, List.of(1, 2), Turns.alone(), (batch, done, of) -> {})
              .measureNext();
      assertThat(profile.referencePixels()).isEqualTo(1);
      assertThat(Objects.requireNonNull(profile.batches().get(0).decode()).median()).isZero();
    }
  }

  @Test
  void aSoundMayCrossInTheEncodingsOfFloats_butHasNoQuantiser() throws Exception {
    Path folder = Files.createDirectories(temp.resolve("wavs"));
    for (int i = 0; i < 8; i++) {
      Files.write(folder.resolve(i + ".wav"), Wavs.sine(100 + 300 * i, 16_000, 400 + 100 * i));
    }
    Calibration calibration = calibrate(FloatsPackage.sounds(temp.resolve("net")), folder);
    assertThat(calibration.at(0))
        .extracting(CalibratedOption::encoding)
        .containsExactly(Encoding.RAW, Encoding.LOSSLESS, Encoding.F16);
    assertThat(calibration.at(0).get(0).bytesMean())
        .as("a sound crosses as its samples, not as its file")
        .isBetween(1600.0, 1800.0);
  }

  @Test
  void aTensorOfSeveralDimensionsMayBeQuantised() throws Exception {
    Path folder = Files.createDirectories(temp.resolve("tensors"));
    Path path = FloatsPackage.tensors(temp.resolve("net"));
    for (int i = 0; i < 8; i++) {
      var inputs = ModelPackage.readNetwork(path).inputs();
      ByteBuffer noise = ByteBuffer.wrap(InputNoise.of(inputs.only(), 1, i));
      Tensor tensor = new Tensor(inputs.only(), 1, noise.order(ByteOrder.nativeOrder()));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Safetensors.write(out, inputs, List.of(tensor));
      Files.write(folder.resolve(i + ".safetensors"), out.toByteArray());
    }
    assertThat(calibrate(path, folder).at(0))
        .extracting(CalibratedOption::encoding)
        .contains(Encoding.F16, Encoding.quantised(128))
        .doesNotContain(Encoding.PIXELS);
  }

  private Calibration calibrate(Path path, Path folder) throws Exception {
    try (ModelPackage model = ModelPackage.open(path);
        UnitChain chain = UnitChain.load(TestModel.chain().backend(), model)) {
      InputFiles inputs = InputFiles.of(chain, ImageLimits.NONE);
      Calibration calibration =
          new Calibrator(chain, inputs, List.of(128, 32))
              .measure(PictureFolder.open(folder, inputs), false, (stage, k, n) -> {})
              .calibration();
      Path file = temp.resolve("net.calibration.json");
      CalibrationStore.write(calibration, file);
      Calibration read = CalibrationStore.read(file, chain.network());
      assertThat(read).isEqualTo(calibration);
      assertThat(new OptionSpace(chain.network(), 0, read).all())
          .noneMatch(option -> option.encoding().equals(Encoding.PIXELS));
      return read;
    }
  }
}
