package io.isthmus.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.calibration.Accuracy;
import io.isthmus.control.SplitPreference;
import io.isthmus.decision.Option;
import io.isthmus.decision.Plan;
import io.isthmus.device.decide.Wish;
import io.isthmus.device.infer.InferInput;
import io.isthmus.device.infer.InferService;
import io.isthmus.encoding.Encoding;
import io.isthmus.engine.Activation;
import io.isthmus.engine.RequestMemory;
import io.isthmus.engine.UnitChain;
import io.isthmus.hostile.Photos;
import io.isthmus.image.EncodedImage;
import io.isthmus.image.ImageReader;
import io.isthmus.service.model.InferenceExecutor;
import io.isthmus.wire.Deadline;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Plans whose tensors cross encoded, with a real edge. */
class EncodedPlansTest extends ObservedPair {

  @Autowired private InferService service;
  @Autowired private InferenceExecutor executor;
  @Autowired private ImageReader reader;
  @Autowired private UnitChain chain;

  private int openBefore;

  @BeforeEach
  void count() {
    openBefore = chain.openMemories();
  }

  @AfterEach
  void nothingIsHeld() {
    assertThat(chain.openMemories()).isLessThanOrEqualTo(openBefore);
  }

  private static Option option(int cut, Encoding encoding) {
    return new Option(Option.ONLY_EDGE, cut, encoding, null);
  }

  private InferService.Answer answer(Option option) throws Exception {
    List<EncodedImage> images =
        List.of(reader.inspect(Photos.sample("coffee")), reader.inspect(Photos.sample("chelsea")));
    return answer(option, new InferInput.Images(images));
  }

  private InferService.Answer answer(Option option, InferInput input) throws Exception {
    try (RequestMemory memory = executor.openMemory()) {
      Plan plan = Plan.single(input.batch(), option);
      return service.infer(
          memory, input, new Wish(new SplitPreference.Chunks(plan), Accuracy.EXACT), Deadline.NONE);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 17})
  void losslessGivesTheBitsOfRaw(int cut) throws Exception {
    InferService.Answer raw = answer(option(cut, Encoding.RAW));
    double before = received("lossless");
    InferService.Answer lossless = answer(option(cut, Encoding.LOSSLESS));
    assertThat(lossless.degraded()).isFalse();
    assertThat(received("lossless")).as("bytes that came lossless").isGreaterThan(before);
    sameBits(lossless, raw);
  }

  @Test
  void pixelsAreDecodedHere_andGiveTheBitsOfTheFiles() throws Exception {
    InferService.Answer raw = answer(option(0, Encoding.RAW));
    double before = received("pixels");
    InferService.Answer pixels = answer(option(0, Encoding.PIXELS));
    long bytes = 2 * chain.network().input().bytes(1);
    assertThat(received("pixels") - before).isBetween((double) bytes, bytes + 200.0);
    sameBits(pixels, raw);
  }

  @Test
  void aJpegOfTheInputIsFewerBytesThanItsPixels_wherePhotographsCrossByName() throws Exception {
    double pixels = received("pixels");
    infer("split=input:pixels", 2);
    pixels = received("pixels") - pixels;
    double jpegs = received("jpeg");
    JsonNode answer = infer("split=input:jpeg95&accuracy=0.01", 2);
    jpegs = received("jpeg") - jpegs;
    assertThat(answer.at("/decision/encoding").asString()).isEqualTo("jpeg95");
    assertThat(answer.at("/decision/mode").asString()).isEqualTo("offload");
    assertThat(answer.path("degraded").asBoolean()).isFalse();
    assertThat(jpegs).isPositive().isLessThan(pixels / 4);
    JsonNode plan = infer("plan=1@input:jpeg95,1@local&accuracy=0.01", 2).at("/decision/plan");
    assertThat(plan.get(0).path("encoding").asString()).isEqualTo("jpeg95");
  }

  @Test
  void aJpegChangesTheAnswersLittle() throws Exception {
    InferService.Answer raw = answer(option(0, Encoding.RAW));
    InferService.Answer jpeg = answer(option(0, Encoding.jpeg(95)));
    assertThat(jpeg.degraded()).isFalse();
    for (int i = 0; i < 2; i++) {
      assertThat(jpeg.values().get(i)).isNotEqualTo(raw.values().get(i)).doesNotContain(Float.NaN);
    }
  }

  @Test
  void aJpegIsOnlyTakenWhereTheBudgetAllowsIt() throws Exception {
    assertThat(refused("split=input:jpeg95"))
        .contains("The encoding jpeg95 at cut 0 changes more answers than accuracy=exact allows.");
    assertThat(refused("split=input:jpeg50&accuracy=0.01")).contains("than accuracy=0.01 allows.");
    assertThat(refused("split=input:jpeg90&accuracy=0.01"))
        .contains("jpeg90 is not calibrated for cut 0; there can be used raw, pixels, jpeg95");
    assertThat(refused("split=3:jpeg95&accuracy=0.01")).contains("split must be auto");
    assertThat(infer("accuracy=exact", 1).at("/decision/encoding").asString())
        .doesNotStartWith("jpeg");
  }

  @ParameterizedTest
  @CsvSource({"0,pixels", "0,lossless"})
  void framesCrossLikewise(int cut, String name) throws Exception {
    Encoding encoding = Encoding.parse(name).orElseThrow();
    try (RequestMemory memory = executor.openMemory()) {
      Activation frames =
          executor
              .decode(memory, List.of(reader.inspect(Photos.sample("coffee"))), Deadline.NONE)
              .activation();
      InferInput input = new InferInput.Frames(frames);
      sameBits(answer(option(cut, encoding), input), answer(option(cut, Encoding.RAW), input));
    }
  }

  @Test
  void halvesChangeLittle() throws Exception {
    InferService.Answer raw = answer(option(3, Encoding.RAW));
    double before = received("f16");
    InferService.Answer halves = answer(option(3, Encoding.F16));
    assertThat(halves.degraded()).isFalse();
    assertThat(received("f16")).isGreaterThan(before);
    for (int i = 0; i < 2; i++) {
      float[] want = raw.values().get(i);
      float[] got = halves.values().get(i);
      assertThat(got).isNotEqualTo(want);
      double largest = 0;
      double change = 0;
      for (int c = 0; c < want.length; c++) {
        largest = Math.max(largest, Math.abs(want[c]));
        change = Math.max(change, Math.abs(got[c] - want[c]));
      }
      assertThat(change).isLessThan(0.05 * largest);
    }
  }

  @ParameterizedTest
  @CsvSource({"3,f16", "17,lossless", "0,lossless", "0,jpeg95"})
  void ifTheEdgeFailsTheDeviceGoesOnFromWhatItHadBeforeEncoding(int cut, String name)
      throws Exception {
    InferService.Answer here = answer(Option.at(chain.network().length()));
    EDGE.fails(true);
    InferService.Answer answer = answer(option(cut, Encoding.parse(name).orElseThrow()));
    assertThat(answer.degraded()).isTrue();
    sameBits(answer, here);
  }

  private static void sameBits(InferService.Answer got, InferService.Answer want) {
    assertThat(got.values()).hasSameSizeAs(want.values());
    for (int i = 0; i < want.values().size(); i++) {
      assertThat(got.values().get(i)).as("image %d", i).isEqualTo(want.values().get(i));
    }
  }

  private double received(String kind) throws IOException {
    return scrapeEdge()
        .lines()
        .filter(line -> line.startsWith("isthmus_tail_received_bytes_total"))
        .filter(line -> line.contains("encoding=\"" + kind + "\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }
}
