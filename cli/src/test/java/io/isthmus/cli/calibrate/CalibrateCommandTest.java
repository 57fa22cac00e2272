package io.isthmus.cli.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.calibration.Calibration;
import io.isthmus.calibration.store.CalibrationStore;
import io.isthmus.cli.Json;
import io.isthmus.cli.Outcome;
import io.isthmus.image.TestImages;
import io.isthmus.model.ModelPackage;
import io.isthmus.model.ScriptedPackage;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class CalibrateCommandTest {

  private static final int PICTURES = 24;

  @TempDir private static Path temp = Path.of("");

  @BeforeAll
  static void makePackageAndPictures() throws Exception {
    String[] colours =
        IntStream.range(0, 3).mapToObj(ScriptedPackage::channel).toArray(String[]::new);
    ScriptedPackage.writeNarrow(temp.resolve("net"), colours);
    Path pictures = Files.createDirectories(temp.resolve("pictures"));
    Random random = new Random(11);
    for (int i = 0; i < PICTURES; i++) {
      BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
      image.setRGB(0, 0, 4, 4, random.ints(16, 0, 1 << 24).toArray(), 0, 4);
      Files.write(pictures.resolve("%02d.png".formatted(i)), TestImages.encode(image, "png"));
    }
    Files.writeString(pictures.resolve("README.md"), "what these are");
  }

  @Test
  void jsonHasTheFieldsOfTheContract_andTheCalibrationIsStoredBesideThePackage() throws Exception {
    JsonNode json = json("--levels", "64,16");
    assertThat(json.propertyNames())
        .containsExactly(
            "images", "cuts", "exits", "exactAccuracy", "forQuantisers", "skipped", "file");
    assertThat(json.at("/cuts/1").propertyNames())
        .containsExactly("split", "unit", "elements", "options");
    assertThat(json.at("/cuts/1/options/0").propertyNames())
        .containsExactly(
            "encoding",
            "bytesMean",
            "bytesP95",
            "changed",
            "upper",
            "meanChange",
            "accuracy",
            "lossUpper");
    assertThat(json.at("/images").asInt() + json.at("/forQuantisers").asInt()).isEqualTo(PICTURES);
    assertThat(json.at("/skipped/0/name").asString()).isEqualTo("README.md");

    Path file = temp.resolve("net.calibration.json");
    assertThat(json.at("/file").asString()).isEqualTo(file.toString());
    Calibration stored = CalibrationStore.read(file, ModelPackage.readNetwork(temp.resolve("net")));
    assertThat(stored.images()).isEqualTo(json.at("/images").asInt());
    assertThat(stored.at(1)).hasSameSizeAs(json.at("/cuts/1/options"));
  }

  @Test
  void theTextTellsCutsEncodingsBoundsAndWhatBudgetsBuy_within100Columns() {
    Outcome outcome = run("--out", temp.resolve("text.json").toString());
    assertThat(outcome.out())
        .containsSubsequence(
            "scripted: 18 images counted, 6 more made the quantisers, skipped files: 1",
            "README.md: this is neither a JPEG nor a PNG nor a WebP",
            "cut 0, the input: 48 elements",
            "jpeg95",
            "cut 1, after stem: 12 elements",
            "q128",
            "what a budget buys",
            "exact",
            "0.05",
            "with this machine as the edge, and a device 6 times slower",
            "MB/s",
            "local",
            "95 % confidence",
            "stored in ");
    assertThat(outcome.out()).doesNotContain("loss:", "right");
    assertThat(outcome.out().lines().filter(line -> !line.startsWith("stored")))
        .allMatch(line -> line.length() <= 100);
  }

  @Test
  void withLabelsThereIsAccuracyAndItsBudget_andAPictureIsDrawn() throws Exception {
    Path labels = temp.resolve("labels.csv");
    Path chart = temp.resolve("new/chart.png");
    Files.writeString(
        labels,
        IntStream.range(0, PICTURES)
            .mapToObj("%02d.png,1"::formatted)
            .collect(Collectors.joining("\n", "file,class\n", "\n")));
    Path out = temp.resolve("labelled.json");
    Outcome outcome =
        run("--labels", labels.toString(), "--out", out.toString(), "--chart", chart.toString());
    assertThat(outcome.out()).contains("right answers without any encoding", "loss:0.01");
    assertThat(ImageIO.read(chart.toFile()).getWidth()).isPositive();
  }

  @Test
  void labelsThatAreWrongAreOneLine_andNothingIsStored() throws Exception {
    Path labels = temp.resolve("wrong.csv");
    Files.writeString(labels, "00.png,7\n");
    Path out = temp.resolve("none.json");
    Outcome outcome =
        Outcome.ofLine(
            "calibrate",
            temp.resolve("net"),
            "--images",
            temp.resolve("pictures"),
            "--labels",
            labels,
            "--threads",
            1,
            "--out",
            out);
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err().strip())
        .isEqualTo(
            "isthmus: %s, line 1: '7' is neither the name of a class nor a number of 0 to 2"
                .formatted(labels));
    assertThat(out).doesNotExist();
    try (Stream<Path> left = Files.list(temp)) {
      assertThat(left.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
    }
  }

  private static JsonNode json(String... further) {
    String[] all = Stream.concat(Stream.of(further), Stream.of("--json")).toArray(String[]::new);
    return Json.read(run(all).out(), JsonNode.class);
  }

  private static Outcome run(String... further) {
    Outcome outcome =
        Outcome.ofLine(
            "calibrate",
            temp.resolve("net"),
            "--images",
            temp.resolve("pictures"),
            "--threads",
            "1",
            further);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    return outcome;
  }
}
