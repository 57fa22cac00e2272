package io.isthmus.model;

import static io.isthmus.model.TinyPackage.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.detection.DetectionRule;
import io.isthmus.image.Fit;
import io.isthmus.image.ImageTransform;
import io.isthmus.network.Output;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a manifest may say of detections, and of how a whole picture becomes the input. */
class DetectionsManifestTest {

  private static final String RULE =
      "\"detections\":{\"classes\":2,\"score\":0.3,\"overlap\":0.5,\"max\":20}";

  private final TinyPackage tiny;

  DetectionsManifestTest(@TempDir Path temp) {
    tiny = TinyPackage.ofFormat2(temp);
    tiny.replace("\"shape\":[2],", "\"shape\":[9,6],");
    tiny.replace("\"kind\":\"logits\"", "\"kind\":\"detections\"," + RULE);
    tiny.replace("\"resize\":4", "\"fit\":\"stretch\"");
  }

  @Test
  void theRuleIsRead_andItsClassesAreNamed() throws Exception {
    try (ModelPackage model = ModelPackage.open(tiny.zip())) {
      Output boxes = model.network().answers().get(0);
      assertThat(boxes.rule()).isEqualTo(new DetectionRule(2, 0.3, 0.5, 20, true));
      assertThat(model.network().namedClasses()).isEqualTo(2);
      assertThat(model.network().classes()).as("logits").isZero();
      assertThat(model.labels()).containsExactly("cat", "dog");
    }
    tiny.replace("\"max\":20", "\"max\":1,\"perClass\":false");
    DetectionRule other = Objects.requireNonNull(ModelPackage.readNetwork(tiny.zip()).detections());
    assertThat(other.perClass()).isFalse();
    assertThat(other.most()).isOne();
  }

  @Test
  void labelsAreAsManyAsTheClasses() throws Exception {
    tiny.files().put("names.txt", "cat\ndog\ncow\n".getBytes(StandardCharsets.UTF_8));
    assertRefused(tiny.zip(), "its names.txt holds 3 names for 2 classes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"detections\":{       | \"detection\":{          | outputs[0].detections must be an object with classes, score, overlap and max, and is absent",
        "\"detections\":{       | \"detections\":7,\"x\":{ | outputs[0].detections must be an object with",
        "\"classes\":2          | \"classes\":0            | outputs[0].detections.classes must be a whole number of 1 to 100000, and is 0",
        "\"classes\":2,         | ~~                       | outputs[0].detections.classes must be a whole number of 1 to 100000, and is absent",
        "\"score\":0.3          | \"score\":1.5            | outputs[0].detections.score must be a number of 0.0 to 1.0, and is 1.5",
        "\"score\":0.3          | \"score\":\"high\"       | outputs[0].detections.score must be a number of 0.0 to 1.0",
        "\"overlap\":0.5        | \"overlap\":-1           | outputs[0].detections.overlap must be a number of 0.0 to 1.0, and is -1",
        "\"max\":20             | \"max\":0                | outputs[0].detections.max must be a whole number of 1 to 4096, and is 0",
        "\"max\":20             | \"max\":2.5              | outputs[0].detections.max must be a whole number",
        "\"max\":20             | \"max\":1,\"perClass\":1 | outputs[0].detections.perClass must be true or false",
        "[9,6]                  | [0,6]                    | shape[0] must be a whole number of 1",
        "[9,6]                  | [9,5]                    | outputs[0].shape must be [K,6] for detections, with K of 1 to 4096",
        "[9,6]                  | [9]                      | outputs[0].shape must be [K,6] for detections",
        "[9,6]                  | [9,6,1]                  | outputs[0].shape must be [K,6] for detections",
        "[9,6]                  | [4097,6]                 | outputs[0].shape must be [K,6] for detections, with K of 1 to 4096",
        "\"kind\":\"detections\" | \"kind\":\"tensor\"     | outputs[0].detections must be absent where kind is not detections",
        "\"fit\":\"stretch\"    | \"fit\":\"squeeze\"      | preprocess: fit must be one of [crop, stretch, letterbox]",
        "\"fit\":\"stretch\"    | \"fit\":\"crop\"         | preprocess: resize goes with fit crop, and with no other fit",
        "\"fit\":\"stretch\"    | \"fit\":\"stretch\",\"resize\":4 | preprocess: resize goes with fit crop, and with no other fit",
        "\"fit\":\"stretch\"    | \"fit\":\"letterbox\"    | preprocess: padding goes with fit letterbox, and with no other fit",
        "\"fit\":\"stretch\"    | \"fit\":\"stretch\",\"padding\":[1,2,3] | preprocess: padding goes with fit letterbox",
        "\"fit\":\"stretch\"    | \"fit\":\"letterbox\",\"padding\":[1,2] | preprocess: padding must be three numbers of 0 to 255",
        "\"fit\":\"stretch\"    | \"fit\":\"letterbox\",\"padding\":[1,2,256] | padding must be three numbers of 0 to 255, red, green and blue, not 256",
        "\"fit\":\"stretch\"    | \"fit\":\"letterbox\",\"padding\":[1,null,3] | padding must be three numbers of 0 to 255",
        "\"fit\":\"stretch\"    | \"fit\":\"letterbox\",\"padding\":\"grey\" | not a manifest",
        "\"fit\":\"stretch\",   | ~~                       | preprocess needs a file and its sha256, or interpolation and resize or fit",
      })
  void aMemberThatCannotBeIsRefusedByItsName(String part, String instead, String reason)
      throws Exception {
    assertThat(tiny.manifest()).contains(part);
    tiny.replace(part, instead);
    assertRefused(tiny.zip(), reason);
  }

  @Test
  void oneOutputAtMostIsDetections() throws Exception {
    String one = "\"outputs\":[{\"name\":\"logits\",\"shape\":[9,6],\"dtype\":\"F32\",";
    assertThat(tiny.manifest()).contains(one);
    String second =
        "{\"name\":\"more\",\"shape\":[9,6],\"dtype\":\"F32\",\"kind\":\"detections\",%s},"
            .formatted(RULE);
    tiny.replace("\"outputs\":[", "\"outputs\":[" + second);
    assertRefused(tiny.zip(), "outputs[1].kind must be another kind than detections");
  }

  @Test
  void aModuleThatChangesPicturesDoesNotTellWhereABoxIs() throws Exception {
    String stem =
        Objects.requireNonNull(
            TinyPackage.sha256(Objects.requireNonNull(tiny.files().get("units/stem.onnx"))));
    tiny.replace(
        "{\"fit\":\"stretch\",\"interpolation\":\"bilinear\"}",
        "{\"file\":\"units/stem.onnx\",\"sha256\":\"%s\"}".formatted(stem));
    assertRefused(
        tiny.zip(), "preprocess must be members such as fit, where an output is detections");
  }

  @Test
  void aWholePictureIsStretchedOrPutInALetterbox() throws Exception {
    assertThat(fit()).isEqualTo(new Fit.Stretch());
    tiny.replace("\"fit\":\"stretch\"", "\"fit\":\"letterbox\",\"padding\":[1,2,255]");
    assertThat(fit()).isEqualTo(new Fit.Letterbox(1, 2, 255));
    tiny.replace("\"fit\":\"letterbox\",\"padding\":[1,2,255]", "\"fit\":\"crop\",\"resize\":5");
    assertThat(fit()).isEqualTo(new Fit.Crop(5));
  }

  private Fit fit() throws Exception {
    try (ModelPackage model = ModelPackage.open(tiny.zip())) {
      ImageTransform transform = Objects.requireNonNull(model.transform());
      return transform.fit();
    }
  }
}
