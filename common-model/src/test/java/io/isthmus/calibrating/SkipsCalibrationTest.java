package io.isthmus.calibrating;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.calibration.CalibratedCut;
import io.isthmus.calibration.CalibratedOption;
import io.isthmus.calibration.Calibration;
import io.isthmus.calibration.store.CalibrationStore;
import io.isthmus.codec.Codecs;
import io.isthmus.encoding.Encoding;
import io.isthmus.encoding.Quantiser;
import io.isthmus.engine.UnitChain;
import io.isthmus.engine.backends.InferenceBackends;
import io.isthmus.image.ImageLimits;
import io.isthmus.image.TestImages;
import io.isthmus.model.ModelPackage;
import io.isthmus.model.SkipsPackage;
import io.isthmus.network.Network;
import io.isthmus.network.TensorBody;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is measured where several tensors cross a cut. */
class SkipsCalibrationTest {

  private static final int SIDE = 16;

  private final Path temp;

  SkipsCalibrationTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @Test
  void bytesElementsAndChannelsAreThoseOfAllTensors_andItIsReadBack() throws Exception {
    try (ModelPackage model = ModelPackage.open(SkipsPackage.write(temp.resolve("net")));
        UnitChain chain = UnitChain.load(InferenceBackends.load(1), model)) {
      Calibration calibration = measure(chain);
      Network network = chain.network();
      assertThat(calibration.cuts()).extracting(CalibratedCut::split).containsExactly(0, 2, 3);
      assertThat(calibration.cuts())
          .extracting(CalibratedCut::elements)
          .containsExactly(768L, 256L, 112L);
      CalibratedOption raw = calibration.option(2, Encoding.RAW).orElseThrow();
      assertThat(raw.bytesMean()).isEqualTo((double) TensorBody.size(network.activation(2), 1));
      CalibratedOption fine = calibration.option(2, Encoding.quantised(128)).orElseThrow();
      assertThat(fine.bytesMean()).isBetween(200.0, raw.bytesMean() / 2);
      assertThat(fine.meanChange()).isBetween(1e-6, 0.005);

      Quantiser quantiser = Objects.requireNonNull(fine.quantiser());
      assertThat(quantiser.channels()).as("3 of the first tensor, 1 of the other").hasSize(4);
      List<Quantiser> parts =
          Codecs.split(quantiser, network.activation(2)).stream()
              .map(Objects::requireNonNull)
              .toList();
      assertThat(parts.get(0).channels()).isEqualTo(quantiser.channels().subList(0, 3));
      assertThat(parts.get(1).channels()).isEqualTo(quantiser.channels().subList(3, 4));
      assertThat(parts.get(1).channels().get(0).zero())
          .as("cosines are also below zero")
          .isNegative();

      Path file = temp.resolve("net.calibration.json");
      CalibrationStore.write(calibration, file);
      assertThat(CalibrationStore.read(file, network)).isEqualTo(calibration);
      assertThat(chain.openMemories()).isZero();
    }
  }

  private Calibration measure(UnitChain chain) throws Exception {
    Path folder = Files.createDirectories(temp.resolve("pictures"));
    Random random = new Random(5);
    for (int i = 0; i < 24; i++) {
      BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
      for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
        image.setRGB(pixel % SIDE, pixel / SIDE, random.nextInt(1 << 24));
      }
      Files.write(folder.resolve(i + ".png"), TestImages.encode(image, "png"));
    }
    InputFiles inputs = InputFiles.of(chain, ImageLimits.NONE);
    return new Calibrator(chain, inputs, List.of(128, 32))
        .measure(PictureFolder.open(folder, inputs), false, (stage, k, n) -> {})
        .calibration();
  }
}
