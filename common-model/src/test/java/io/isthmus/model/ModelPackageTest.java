package io.isthmus.model;

import static io.isthmus.model.TinyPackage.STEM;
import static io.isthmus.model.TinyPackage.assertRefused;
import static io.isthmus.model.TinyPackage.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.TestModel;
import io.isthmus.network.DType;
import io.isthmus.network.Network;
import io.isthmus.network.TensorSpec;
import io.isthmus.network.Unit;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelPackageTest {

  private static final int LOCAL_HEADER_BYTES = 30;

  private final Path temp;
  private final TinyPackage tiny;

  ModelPackageTest(@TempDir Path temp) {
    this.temp = temp;
    this.tiny = new TinyPackage(temp);
  }

  @Test
  void aZipAndAFolderOfItAreTheSameModel() throws Exception {
    Path folder = temp.resolve("unpacked");
    unpack(TestModel.PACKAGE, folder);
    byte[] json = Files.readAllBytes(folder.resolve("manifest.json"));
    try (ModelPackage zipped = ModelPackage.open(TestModel.PACKAGE);
        ModelPackage unpacked = ModelPackage.open(folder)) {
      assertThat(unpacked.network()).isEqualTo(zipped.network());
      assertThat(zipped.network().fingerprint()).isEqualTo(sha256(json));
      assertThat(zipped.labels()).hasSize(TestModel.CLASSES).isEqualTo(unpacked.labels());
      assertThat(zipped.description())
          .contains("efficientnet_b0")
          .isEqualTo(unpacked.description());
      for (int l : new int[] {1, zipped.network().length()}) {
        try (InputStream a = zipped.openUnit(zipped.forms().get(0), l);
            InputStream b = unpacked.openUnit(unpacked.forms().get(0), l)) {
          assertThat(a).hasSameContentAs(b);
        }
      }
    }
  }

  @Test
  void theManifestBecomesTheNetwork() throws Exception {
    try (ModelPackage model = ModelPackage.open(tiny.folder())) {
      assertThat(model.network())
          .isEqualTo(
              Network.classifier(
                  "tiny",
                  sha256(tiny.manifest().getBytes(StandardCharsets.UTF_8)),
                  new TensorSpec(DType.U8, List.of(3, 4, 4)),
                  List.of(
                      new Unit(1, "stem", new TensorSpec(DType.F32, List.of(2, 4, 4)), 7),
                      new Unit(2, "head", new TensorSpec(DType.F32, List.of(2)), 3))));
      assertThat(model.labels()).isEmpty();
    }
  }

  @Test
  void toRunAPackageOnlyWhatIsRunIsVerified_andThatBeforeItIsRead() throws Exception {
    TinyPackage forms = TinyPackage.ofFormat2(temp);
    forms.files().put("units/head.onnx", "altered".getBytes(StandardCharsets.UTF_8));
    Path folder = forms.folder();
    try (ModelPackage model = ModelPackage.openToRun(folder)) {
      for (Form form : model.forms().subList(0, 2)) {
        model.openUnit(form, 1).close();
        model.openUnit(form, 2).close();
      }
      Form onnx = model.forms().get(2);
      model.openUnit(onnx, 1).close();
      assertThatThrownBy(() -> model.openUnit(onnx, 2))
          .isInstanceOf(InvalidPackageException.class)
          .hasMessage(
              "Model package %s cannot be used: units/head.onnx is not the file that the manifest"
                      .formatted(folder)
                  + " names (SHA-256 differs)");
    }
    assertRefused(folder, "units/head.onnx is not the file", "SHA-256 differs");
  }

  @Test
  void whatAllFormsShareIsVerifiedAtOnce_andAFileThatIsMissingIsFound() throws Exception {
    tiny.files().put("preprocess.pt", "altered".getBytes(StandardCharsets.UTF_8));
    Path altered = tiny.zip();
    assertThatThrownBy(() -> ModelPackage.openToRun(altered))
        .isInstanceOf(InvalidPackageException.class)
        .hasMessageContaining("preprocess.pt is not the file");
    TinyPackage forms = TinyPackage.ofFormat2(temp);
    forms.files().remove("units/head.onnx");
    Path lacking = forms.zip();
    assertThatThrownBy(() -> ModelPackage.openToRun(lacking))
        .isInstanceOf(InvalidPackageException.class)
        .hasMessageContaining("units/head.onnx is missing");
  }

  @Test
  void unknownFieldsOfALaterExporterAreLeftAlone() throws Exception {
    tiny.replace("\"classes\":2", "\"classes\":2,\"licence\":{\"id\":\"MIT\"}");
    ModelPackage.open(tiny.zip()).close();
  }

  @Test
  void labelsAreReadWithoutBeingNamed() throws Exception {
    tiny.files().put("labels.txt", "cat\ndög\n".getBytes(StandardCharsets.UTF_8));
    try (ModelPackage model = ModelPackage.open(tiny.zip())) {
      assertThat(model.labels()).containsExactly("cat", "dög");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uFEFFcat\r\ndög\r\n",
        "cat\n\n dög \n\n",
        "cat\rdög",
        "\uFEFF\n\tcat\n\r\ndög",
      })
  void marksLineEndsAndBlankLinesOfLabelsDoNotMatter(String text) throws Exception {
    tiny.files().put("labels.txt", text.getBytes(StandardCharsets.UTF_8));
    try (ModelPackage model = ModelPackage.open(tiny.zip())) {
      assertThat(model.labels()).containsExactly("cat", "dög");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "cat", "cat\ndog\nfox\n", "cat\n\n"})
  void labelsOfAnotherNumberThanClassesAreRefused(String text) throws Exception {
    tiny.files().put("labels.txt", text.getBytes(StandardCharsets.UTF_8));
    assertRefused(tiny.zip(), "labels.txt holds", "names for 2 classes");
    assertRefused(tiny.folder(), "labels.txt holds", "names for 2 classes");
  }

  @Test
  void labelsThatAreNoUtf8AreRefused() throws Exception {
    tiny.files().put("labels.txt", "cat\ndög\n".getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(tiny.zip(), "labels.txt is not UTF-8");
  }

  @Test
  void labelsThatAreDamagedOrEndlessAreRefused() throws Exception {
    tiny.files().put("labels.txt", "cat\n".repeat(100).getBytes(StandardCharsets.UTF_8));
    Path zip = tiny.zip();
    byte[] damaged = Files.readAllBytes(zip);
    int name = new String(damaged, StandardCharsets.ISO_8859_1).indexOf("labels.txt");
    damaged[name - LOCAL_HEADER_BYTES] ^= 1; // its signature
    Files.write(zip, damaged);
    assertRefused(zip, "labels.txt is damaged");

    tiny.files().put("labels.txt", new byte[(4 << 20) + 1]);
    assertRefused(tiny.zip(), "labels.txt is larger than 4 MiB");
  }

  @Test
  void theNetworkOfAZipAFolderAndABareManifestIsTheSame_fingerprintIncluded() throws Exception {
    Path folder = tiny.folder();
    Path bare = Files.copy(folder.resolve("manifest.json"), temp.resolve("tiny.json"));
    Network network;
    try (ModelPackage model = ModelPackage.open(folder)) {
      network = model.network();
    }
    assertThat(network.fingerprint()).isEqualTo(sha256(Files.readAllBytes(bare)));
    for (Path path : List.of(folder, tiny.zip(), bare, folder.resolve("manifest.json"))) {
      assertThat(ModelPackage.readNetwork(path)).isEqualTo(network);
    }
  }

  @Test
  void theNetworkIsReadWithoutTheWeights() throws Exception {
    tiny.files().clear();
    assertThat(ModelPackage.readNetwork(tiny.zip()).length()).isEqualTo(2);
    assertThat(ModelPackage.readNetwork(tiny.folder()).length()).isEqualTo(2);
  }

  @Test
  void whatIsNotThereIsRefused() {
    assertRefused(temp.resolve("absent.zip"), "No model package");
  }

  @Test
  void aMissingBlockIsRefused() throws Exception {
    tiny.files().remove(STEM);
    assertRefused(tiny.zip(), STEM + " is missing");
    assertRefused(tiny.folder(), STEM + " is missing");
  }

  @Test
  void aBlockOfAnotherSha256IsRefused() throws Exception {
    tiny.files().put(STEM, "another".getBytes(StandardCharsets.UTF_8));
    assertRefused(tiny.zip(), STEM, "SHA-256 differs");
    assertRefused(tiny.folder(), STEM, "SHA-256 differs");
  }

  private static void unpack(Path from, Path to) throws IOException {
    try (ZipFile zip = new ZipFile(from.toFile())) {
      for (ZipEntry entry : zip.stream().filter(e -> !e.isDirectory()).toList()) {
        Path file = to.resolve(entry.getName());
        Files.createDirectories(file.resolveSibling("."));
        try (InputStream in = zip.getInputStream(entry);
            OutputStream out = Files.newOutputStream(file)) {
          in.transferTo(out);
        }
      }
    }
  }
}
