package io.isthmus.calibrating;

import static io.isthmus.model.ScriptedPackage.channel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isthmus.calibration.CalibratedCut;
import io.isthmus.calibration.CalibratedOption;
import io.isthmus.calibration.Calibration;
import io.isthmus.calibration.Confidence;
import io.isthmus.calibration.store.CalibrationStore;
import io.isthmus.encoding.Encoding;
import io.isthmus.encoding.Quantiser.Channel;
import io.isthmus.engine.UnitChain;
import io.isthmus.engine.backends.InferenceBackends;
import io.isthmus.image.ImageLimits;
import io.isthmus.image.TestImages;
import io.isthmus.model.ModelPackage;
import io.isthmus.model.ScriptedPackage;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network whose answer is the strongest colour, on pictures of chance. */
class CalibratorTest {

  private static final int PICTURES = 40;

  @TempDir private static Path temp = Path.of("");

  private static Path folder = temp;
  private static ModelPackage model;
  private static UnitChain chain;
  private static InputFiles inputs;
  private static final Map<String, Integer> COLOURS = new HashMap<>();

  @BeforeAll
  static void makePackageAndPictures() throws Exception {
    Path where =
        ScriptedPackage.writeNarrow(temp.resolve("narrow"), channel(0), channel(1), channel(2));
    model = ModelPackage.open(where);
    chain = UnitChain.load(InferenceBackends.load(1), model);
    inputs = InputFiles.of(chain, ImageLimits.NONE);
    folder = temp.resolve("pictures");
    Files.createDirectories(folder.resolve("below"));
    Random random = new Random(7);
    for (int i = 0; i < PICTURES; i++) {
      picture("%s%02d.png".formatted(i % 2 == 0 ? "" : "below/", i), random);
    }
    Files.writeString(folder.resolve("notes.txt"), "no picture");
    byte[] png = TestImages.png(30, 30);
    Files.write(folder.resolve("cut-short.png"), Arrays.copyOf(png, png.length / 2));
    Files.write(folder.resolve("empty.jpg"), new byte[0]);
  }

  private static void picture(String name, Random random) throws Exception {
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
    int[] sums = new int[3];
    for (int i = 0; i < 64; i++) {
      int[] rgb = {random.nextInt(256), random.nextInt(256), random.nextInt(256)};
      image.setRGB(i % 8, i / 8, rgb[0] << 16 | rgb[1] << 8 | rgb[2]);
      IntStream.range(0, 3).forEach(c -> sums[c] += rgb[c]);
    }
    int best = sums[0] >= sums[1] && sums[0] >= sums[2] ? 0 : sums[1] >= sums[2] ? 1 : 2;
    COLOURS.put(name, best);
    Files.write(folder.resolve(name), TestImages.encode(image, "png"));
  }

  @AfterAll
  static void close() throws Exception {
    chain.close();
    model.close();
  }

  @Test
  void everyEncodingOfTheInputAndOfEveryCompressiveCutIsMeasured() throws Exception {
    Calibration calibration = measure(false, 256, 64).calibration();
    assertThat(calibration.fingerprint()).isEqualTo(chain.network().fingerprint());
    assertThat(calibration.cuts()).extracting(CalibratedCut::split).containsExactly(0, 1);
    assertThat(calibration.cuts()).extracting(CalibratedCut::unit).containsExactly("input", "stem");
    assertThat(calibration.cuts()).extracting(CalibratedCut::elements).containsExactly(48L, 12L);
    assertThat(encodings(calibration, 0)).startsWith("raw", "pixels", "lossless", "jpeg95");
    assertThat(encodings(calibration, 1)).containsExactly("raw", "lossless", "f16", "q256", "q64");
  }

  @Test
  void whatIsExactChangesNothing_andFineLevelsChangeLessThanCoarseOnes() throws Exception {
    Calibration calibration = measure(false, 256, 4).calibration();
    for (CalibratedCut cut : calibration.cuts()) {
      for (CalibratedOption option : cut.options()) {
        if (option.encoding().exact()) {
          assertThat(option.changed()).isZero();
          assertThat(option.meanChange()).isZero();
        }
        assertThat(option.upper())
            .isEqualTo(Confidence.upper(option.changed(), calibration.images(), 0.95));
        assertThat(option.accuracy()).isNull();
        assertThat(option.lossUpper()).isNull();
      }
    }
    List<CalibratedOption> options = calibration.at(1);
    assertThat(options.get(4).meanChange()).isGreaterThan(10 * options.get(3).meanChange());
  }

  @Test
  void jpegsOfTheInputChangeAnswers_andTheCoarserTheMore() throws Exception {
    List<CalibratedOption> jpegs =
        measure(false, 64).calibration().at(0).stream()
            .filter(option -> option.encoding().kind() == Encoding.Kind.JPEG)
            .toList();
    assertThat(jpegs).isNotEmpty();
    double before = 0;
    for (CalibratedOption jpeg : jpegs) {
      assertThat(jpeg.meanChange()).isGreaterThanOrEqualTo(before);
      before = jpeg.meanChange();
    }
    assertThat(before).isPositive();
  }

  @Test
  void aQuantisersLevelsAreAsManyAsItsNameSays_andItsErrorIsAboutAStep() throws Exception {
    CalibratedOption option =
        measure(false, 64).calibration().option(1, Encoding.quantised(64)).orElseThrow();
    List<Channel> channels = Objects.requireNonNull(option.quantiser()).channels();
    assertThat(channels).hasSize(3);
    assertThat(channels.stream().mapToInt(Channel::levels).max()).hasValue(64);
    double step = channels.get(0).step();
    assertThat(option.meanChange()).isBetween(step / 50, step);
  }

  @Test
  void theInputAsUploadedTakesTheBytesOfItsFile() throws Exception {
    List<CalibratedOption> input = measure(false, 64).calibration().at(0);
    double file = (double) Files.size(folder.resolve("00.png"));
    assertThat(input.get(0).bytesMean()).isCloseTo(file, within(30.0));
    assertThat(input.get(1).bytesMean()).isBetween(48.0, 48 + 120.0);
    assertThat(input.get(1).bytesP95()).isEqualTo(input.get(1).bytesMean());
  }

  @Test
  void picturesThatCannotBeReadAreNamedAndSkipped_andNoneIsBothLearntFromAndCounted()
      throws Exception {
    CalibrationRun run = measure(false, 64);
    assertThat(run.skipped())
        .extracting(Skipped::name)
        .containsExactlyInAnyOrder("notes.txt", "empty.jpg", "cut-short.png");
    assertThat(run.skipped()).allSatisfy(file -> assertThat(file.reason()).isNotBlank());
    assertThat(run.forQuantisers()).isBetween(1, PICTURES / 4 + 1);
    assertThat(run.forQuantisers() + run.calibration().images()).isEqualTo(PICTURES);
    assertThat(chain.openMemories()).isZero();
  }

  @Test
  void withLabelsRightAnswersAreCountedBeforeAndAfter() throws Exception {
    Calibration calibration = measure(true, 256, 64).calibration();
    assertThat(calibration.exactAccuracy()).isCloseTo(1, within(0.11));
    CalibratedOption option = calibration.option(1, Encoding.F16).orElseThrow();
    assertThat(option.accuracy()).isCloseTo(calibration.exactAccuracy(), within(0.1));
    assertThat(option.lossUpper()).isBetween(-1.0, 1.0);
  }

  @Test
  void oncePartOfTheAnswersHasChangedNothingCoarserIsMeasured() throws Exception {
    List<Integer> levels = new ArrayList<>(List.of(128, 16, 8, 6, 5, 4, 3, 2));
    List<CalibratedOption> options =
        measure(false, levels.stream().mapToInt(Integer::intValue).toArray()).calibration().at(1);
    List<Boolean> tooMuch =
        options.stream().map(option -> option.changed() > 0.1 * (PICTURES - 10)).toList();
    assertThat(tooMuch.indexOf(true)).isIn(-1, tooMuch.size() - 1);
    assertThat(options.size()).isLessThan(3 + levels.size());
  }

  @Test
  void theSamePicturesGiveTheSameCalibration_andItIsReadBack() throws Exception {
    Calibration first = measure(true, 64, 16).calibration();
    assertThat(measure(true, 16, 64).calibration()).isEqualTo(first);
    Path file = temp.resolve("narrow.calibration.json");
    CalibrationStore.write(first, file);
    assertThat(CalibrationStore.read(file, chain.network())).isEqualTo(first);
  }

  @Test
  void aFolderWithoutPicturesIsRefused() throws Exception {
    Path empty = Files.createDirectories(temp.resolve("empty"));
    assertThatThrownBy(() -> PictureFolder.open(empty, inputs))
        .isInstanceOf(CalibrationException.class)
        .hasMessage("a calibration needs 2 pictures at least; %s has 0", empty);
    Files.writeString(empty.resolve("a.jpg"), "text");
    assertThatThrownBy(() -> PictureFolder.open(empty, inputs))
        .hasMessageContainingAll("1 file that cannot be read", "a.jpg", "neither a JPEG");
    assertThatThrownBy(() -> PictureFolder.open(temp.resolve("absent"), inputs))
        .hasMessageContaining("is not there");
    assertThatThrownBy(() -> PictureFolder.open(empty.resolve("a.jpg"), inputs))
        .hasMessageContaining("is no folder");
  }

  @Test
  void everyPictureNeedsALabel_andEveryLabelAPicture() throws Exception {
    PictureFolder pictures = PictureFolder.open(folder, inputs);
    Map<String, Integer> labels = new HashMap<>(COLOURS);
    labels.put("cut-short.png", 0);
    labels.put("gone.png", 1);
    assertThatThrownBy(() -> pictures.labelled(labels, "labels.csv"))
        .hasMessageContainingAll("labels.csv names gone.png", "no such file");
    labels.remove("gone.png");
    labels.remove("below/01.png");
    assertThatThrownBy(() -> pictures.labelled(labels, "labels.csv"))
        .hasMessageContaining("labels.csv has no label for below/01.png");
  }

  private static List<String> encodings(Calibration calibration, int cut) {
    return calibration.at(cut).stream().map(option -> option.encoding().toString()).toList();
  }

  private static CalibrationRun measure(boolean labelled, int... levels) throws Exception {
    Calibrator calibrator = new Calibrator(chain, inputs, IntStream.of(levels).boxed().toList());
    PictureFolder pictures = PictureFolder.open(folder, inputs);
    Map<String, Integer> labels = new HashMap<>(COLOURS);
    labels.put("cut-short.png", 0);
    return calibrator.measure(
        labelled ? pictures.labelled(labels, "labels") : pictures, labelled, (stage, k, n) -> {});
  }
}
