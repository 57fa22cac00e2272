package io.isthmus.model;

import static io.isthmus.model.Form.Engine.ONNX_RUNTIME;
import static io.isthmus.model.Form.Engine.PYTORCH;
import static io.isthmus.model.Form.Processor.OTHER;
import static io.isthmus.model.Form.Processor.X86_64;
import static io.isthmus.model.TinyPackage.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.audio.AudioInput;
import io.isthmus.audio.AudioInput.Longer;
import io.isthmus.network.CutTensors;
import io.isthmus.network.Network;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a manifest of format 2 may say, and what is chosen of its forms. */
class SecondFormatTest {

  private final Path temp;
  private final TinyPackage tiny;

  SecondFormatTest(@TempDir Path temp) {
    this.temp = temp;
    this.tiny = TinyPackage.ofFormat2(temp);
  }

  @Test
  void theNetworkIsThatOfFormat1_exceptForFingerprintAndNames() throws Exception {
    Network first = ModelPackage.readNetwork(new TinyPackage(temp).folder());
    try (ModelPackage model = ModelPackage.open(tiny.zip())) {
      Network second = model.network();
      for (int cut = 0; cut <= first.length(); cut++) {
        assertThat(second.cutName(cut)).isEqualTo(first.cutName(cut));
        assertThat(second.activation(cut).specs()).isEqualTo(first.activation(cut).specs());
      }
      assertThat(second.activation(1)).isEqualTo(CutTensors.of("t0", first.activation(1).only()));
      assertThat(second.outputs()).as("called as outputs are").isEqualTo(first.outputs());
      assertThat(second.input()).isEqualTo(first.input());
      assertThat(second.classes()).isEqualTo(first.classes());
      assertThat(second.fingerprint()).isNotEqualTo(first.fingerprint());
      assertThat(model.description()).isEqualTo("two units");
      assertThat(model.labels()).containsExactly("cat", "dog");
      assertThat(model.transform()).isNotNull();
    }
  }

  @Test
  void anEngineGetsTheFirstFormThatItRunsOnItsProcessor() throws Exception {
    try (ModelPackage model = ModelPackage.open(tiny.zip())) {
      assertThat(model.forms())
          .extracting(Form::name)
          .containsExactly("onednn", "portable", "onnx");
      assertThat(model.form(PYTORCH, X86_64).name()).isEqualTo("onednn");
      assertThat(model.form(PYTORCH, OTHER).name()).isEqualTo("portable");
      assertThat(model.form(ONNX_RUNTIME, X86_64).name()).isEqualTo("onnx");
      assertThat(model.form(ONNX_RUNTIME, OTHER).name()).isEqualTo("onnx");
      for (Form form : model.forms()) {
        String name = new String(model.openUnit(form, 2).readAllBytes(), StandardCharsets.UTF_8);
        assertThat(name).startsWith("units/head.").contains(form.name());
      }
    }
  }

  @Test
  void aFormThatIsMissingForAMachineIsToldWithThoseThatThereAre() throws Exception {
    tiny.replace("\"PyTorch\"}", "\"PyTorch\",\"device\":\"cpu\"}");
    try (ModelPackage model = ModelPackage.open(tiny.zip())) {
      assertThat(model.findForm(PYTORCH, OTHER)).isEmpty();
      assertThatThrownBy(() -> model.form(PYTORCH, OTHER))
          .isInstanceOf(InvalidPackageException.class)
          .hasMessageEndingWith(
              "it has no form that PyTorch runs on this machine; it has onednn (PyTorch, cpu), "
                  + "portable (PyTorch, cpu), onnx (OnnxRuntime)");
    }
  }

  @Test
  void aPackageOfFormat1HasOneFormOfTorchScript() throws Exception {
    try (ModelPackage model = ModelPackage.open(new TinyPackage(temp).zip())) {
      assertThat(model.forms()).hasSize(1);
      assertThat(model.form(PYTORCH, OTHER)).isEqualTo(model.form(PYTORCH, X86_64));
      assertThat(model.findForm(ONNX_RUNTIME, X86_64)).isEmpty();
      assertThatThrownBy(() -> model.openUnit(new Form("onnx", ONNX_RUNTIME, null), 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no form onnx (OnnxRuntime)");
    }
  }

  @Test
  void everyFileOfEveryFormIsVerified() throws Exception {
    for (String file : List.of("units/head.onnx", "units/stem.portable.pt")) {
      byte[] good = tiny.files().put(file, "another".getBytes(StandardCharsets.UTF_8));
      assertRefused(tiny.zip(), file, "SHA-256 differs");
      tiny.files().remove(file);
      assertRefused(tiny.folder(), file + " is missing");
      tiny.files().put(file, good);
    }
    String sum = TinyPackage.sha256(Objects.requireNonNull(tiny.files().get("names.txt")));
    String labels =
        "\"labels\":{\"file\":\"names.txt\",\"sha256\":\"%s\"},\"units\":[".formatted(sum);
    tiny.replace("\"units\":[", labels);
    ModelPackage.open(tiny.zip()).close();
    tiny.files().put("names.txt", "dog\ncat\n".getBytes(StandardCharsets.UTF_8));
    assertRefused(tiny.zip(), "names.txt is not the file that the manifest names");
    tiny.files().remove("names.txt");
    assertRefused(tiny.zip(), "names.txt is missing");
  }

  private void takes(String input) throws IOException {
    String manifest = tiny.manifest();
    int begin = manifest.indexOf("\"inputs\":[") + "\"inputs\":[".length();
    tiny.replace(
        manifest.substring(begin, manifest.indexOf(']', manifest.indexOf("image"))), input);
    tiny.replace("\"preprocess\":", "\"before\":");
  }

  @Test
  void anInputMayBeARecordingOrAnyTensor() throws Exception {
    takes(
        "{\"name\":\"input\",\"shape\":[16000],\"dtype\":\"F32\",\"kind\":\"audio\","
            + "\"sampleRate\":8000,\"longer\":\"centre\"}");
    try (ModelPackage model = ModelPackage.open(tiny.zip())) {
      assertThat(model.audio()).isEqualTo(new AudioInput(8000, 16_000, Longer.CENTRE));
      assertThat(model.transform()).isNull();
      assertThat(model.hasPreprocess()).isFalse();
      assertThat(model.network().takesPictures()).isFalse();
      assertThat(model.network().input().bytes(1)).isEqualTo(64_000);
    }
    tiny.replace("\"kind\":\"audio\"", "\"kind\":\"tensor\"");
    try (ModelPackage model = ModelPackage.open(tiny.zip())) {
      assertThat(model.audio()).isNull();
      assertThat(model.network().isOfFloats(0)).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[16000]                 | [1,16000]        | inputs[0].shape must be [samples] for audio",
        "[16000]                 | [16777217]       | inputs[0].shape must be a shape of at most 64 MiB",
        "\"F32\",\"kind\"         | \"U8\",\"kind\"    | inputs[0].dtype must be one of F32",
        "8000                    | 999              | inputs[0].sampleRate must be a whole number of 1000 to 384000",
        "8000                    | 384001           | inputs[0].sampleRate must be a whole number",
        "\"sampleRate\"          | \"rate\"         | inputs[0].sampleRate must be a whole number",
        "\"start\"               | \"end\"          | inputs[0].longer must be one of start, centre",
        "\"audio\"               | \"image\"        | inputs[0].dtype must be one of U8",
        "\"before\":             | \"preprocess\":  | preprocess must be absent",
        "[16000],\"dtype\":\"F32\",\"kind\":\"audio\" | [],\"dtype\":\"F32\",\"kind\":\"tensor\" | inputs[0].shape must be a list of 1 to 8",
      })
  void anInputThatCannotBeIsRefusedByItsName(String part, String instead, String reason)
      throws Exception {
    takes(
        "{\"name\":\"input\",\"shape\":[16000],\"dtype\":\"F32\",\"kind\":\"audio\","
            + "\"sampleRate\":8000,\"longer\":\"start\"}");
    assertThat(tiny.manifest()).contains(part);
    tiny.replace(part, instead);
    assertRefused(tiny.zip(), reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"name\":\"tiny\"     | \"name\":\"a/b\"      | name must be 1 to 100 letters",
        "\"inputs\":           | \"input\":            | inputs must be a list of one input: networks with several are not served",
        "\"inputs\":[          | \"inputs\":[7,        | inputs must be a list of one input: networks with several are not served",
        "\"kind\":\"image\"    | \"kind\":\"film\"     | inputs[0].kind must be one of image",
        "\"dtype\":\"U8\"      | \"dtype\":\"F32\"     | inputs[0].dtype must be one of U8",
        "[3,4,4]               | [1,4,4]               | inputs[0].shape must be [3,H,W]",
        "[3,4,4]               | [3,4,0]               | inputs[0].shape[2] must be a whole number of 1",
        "\"kind\":\"logits\"   | \"kind\":\"answers\"  | outputs[0].kind must be one of logits, embedding, detections, mask, tensor",
        "\"shape\":[2],        | \"shape\":[9000000],  | outputs must be a list of outputs of at most 32 MiB",
        "\"shape\":[2],        | \"shape\":[2,1],      | outputs[0].shape must be [classes]",
        "\"names.txt\"         | \"../names.txt\"      | outputs[0].labels must be the name of a file",
        "\"forms\":[           | \"forms\":7,\"x\":[   | forms must be a list of 1 to 8",
        "\"name\":\"onednn\"   | \"name\":\"Onednn\"   | forms[0].name must be 1 to 32 small",
        "\"name\":\"onednn\"   | \"name\":\"onnx\"     | forms[2].name must be a name that no form",
        "\"PyTorch\"}          | \"TensorFlow\"}       | forms[1].engine must be one of PyTorch, OnnxRuntime",
        "\"device\":\"cpu\"    | \"device\":\"npu\"    | forms[0].device must be one of cpu",
        "\"units\":[           | \"blocks\":[          | units must be a list of 1 to 4096",
        "\"units\":[           | \"units\":[7,         | units[0]",
        "\"name\":\"stem\"     | \"name\":\"head\"     | units[1].name must be a name that no unit",
        "\"name\":\"stem\"     | \"name\":\"input\"    | units[0].name must be a name that no unit",
        "\"name\":\"stem\"     | \"name\":\"Stem\"     | units[0].name must be a small letter",
        "\"name\":\"t0\"       | \"name\":\"T0\"       | units[0].tensors[0].name must be a small letter or digit",
        "\"name\":\"t0\"       | \"name\":\"\"         | units[0].tensors[0].name must be a small letter or digit",
        "\"name\":\"t0\"       | \"name\":\"__metadata__\" | units[0].tensors[0].name must be a small letter or digit",
        "[2,4,4],\"dtype\":\"F32\" | [2,4,4],\"dtype\":\"F16\" | units[0].tensors[0].dtype must be one of F32",
        "[2,4,4]               | [2,4,4.5]             | units[0].tensors[0].shape[2] must be a whole number",
        "[2,4,4]               | [2,65536,65536]       | units[0].tensors[0].shape must be a shape of less than 2 GiB",
        "[2,4,4]               | [65536,65536,65536,65536,65536] | units[0].tensors[0].shape must be a shape of less",
        "[2,4,4]               | [1,1,1,1,1,1,1,1,1]   | units[0].tensors[0].shape must be a list of at most 8",
        "\"shape\":[2],\"dtype\":\"F32\"}] | \"shape\":[3],\"dtype\":\"F32\"}] | units[1].tensors must be tensors of the shapes of outputs",
        "\"parameters\":7      | \"parameters\":-7     | units[0].parameters must be a whole number",
        "{\"onednn\":{         | {\"fast\":{           | units[0].files must be an object with a file for each",
        "{\"onednn\":{         | {\"fast\":{},\"onednn\":{ | for each of the forms [onednn, portable, onnx]",
        "units/stem.onednn.pt  | ../stem.pt            | units[0].files.onednn.file must be the name of a file",
        "\"sha256\":\"         | \"sha256\":\"x        | units[0].files.onednn.sha256 must be 64",
        "\"preprocess\":       | \"before\":           | preprocess must be an object",
        "\"bilinear\"          | \"nearest\"           | interpolation must be one of",
        "\"resize\":4          | \"resize\":\"all\"    | not a manifest",
      })
  void aMemberThatCannotBeIsRefusedByItsName(String part, String instead, String reason)
      throws Exception {
    assertThat(tiny.manifest()).contains(part);
    tiny.replace(part, instead);
    assertRefused(tiny.zip(), reason);
  }

  @Test
  void severalTensorsMayCrossACut_upToSixteenOfDifferentNames() throws Exception {
    String one = "{\"name\":\"t0\",\"shape\":[2,4,4],\"dtype\":\"F32\"}";
    assertThat(tiny.manifest()).contains(one);
    String good = tiny.manifest();
    tiny.manifest(good.replace(one, tensors(one, 16)));
    assertThat(ModelPackage.readNetwork(tiny.zip()).activation(1).elements()).isEqualTo(16 * 32);

    tiny.manifest(good.replace(one, tensors(one, 17)));
    assertRefused(tiny.zip(), "units[0].tensors must be a list of 1 to 16 elements");
    tiny.manifest(good.replace(one, one + "," + one));
    assertRefused(tiny.zip(), "units[0].tensors[1].name must be a name that no tensor before has");
    String large = one.replace("[2,4,4]", "[300000000]");
    tiny.manifest(good.replace(one, large + "," + large.replace("t0", "t1")));
    assertRefused(tiny.zip(), "units[0].tensors must be a list of tensors of less than 2 GiB");
    tiny.manifest(
        good.replace("\"tensors\":[{\"name\":\"t1\"", "\"tensors\":[" + one + ",{\"name\":\"t1\""));
    assertRefused(tiny.zip(), "units[1].tensors must be tensors of the shapes of outputs");
  }

  private static String tensors(String one, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> one.replace("t0", "t" + i))
        .collect(Collectors.joining(","));
  }
}
