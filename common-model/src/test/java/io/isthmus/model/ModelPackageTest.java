package io.isthmus.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.TestModel;
import io.isthmus.tensor.DType;
import io.isthmus.tensor.TensorSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelPackageTest {

  private static final String STEM = "blocks/01-stem.pt";
  private static final int LOCAL_HEADER_BYTES = 30;

  private final Path temp;

  /** A package of two units whose modules are no TorchScript: opening one only verifies. */
  private final Map<String, byte[]> files = new LinkedHashMap<>();

  private String manifest;

  ModelPackageTest(@TempDir Path temp) {
    this.temp = temp;
    files.put("preprocess.pt", "resize".repeat(20).getBytes(StandardCharsets.UTF_8));
    files.put(STEM, "stem".repeat(30).getBytes(StandardCharsets.UTF_8));
    files.put("blocks/02-head.pt", "head".repeat(30).getBytes(StandardCharsets.UTF_8));
    manifest =
        """
        {"format":1,"name":"tiny","description":"two units","classes":2,
         "input":{"shape":[3,4,4],"dtype":"U8"},
         "preprocess":{"file":"preprocess.pt","sha256":"%s"},
         "blocks":[
          {"name":"stem","file":"blocks/01-stem.pt","sha256":"%s",
           "output":[2,4,4],"dtype":"F32","parameters":7},
          {"name":"head","file":"blocks/02-head.pt","sha256":"%s",
           "output":[2],"dtype":"F32","parameters":3}]}
        """
            .formatted(files.values().stream().map(ModelPackageTest::sha256).toArray());
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
      assertThat(zipped.labels()).hasSize(1000).isEqualTo(unpacked.labels());
      assertThat(zipped.description())
          .contains("efficientnet_b0")
          .isEqualTo(unpacked.description());
      for (int l : new int[] {1, zipped.network().length()}) {
        try (InputStream a = zipped.openUnit(l);
            InputStream b = unpacked.openUnit(l)) {
          assertThat(a).hasSameContentAs(b);
        }
      }
    }
  }

  @Test
  void theManifestBecomesTheNetwork() throws Exception {
    try (ModelPackage model = ModelPackage.open(folder())) {
      assertThat(model.network())
          .isEqualTo(
              new Network(
                  "tiny",
                  sha256(manifest.getBytes(StandardCharsets.UTF_8)),
                  new TensorSpec(DType.U8, List.of(3, 4, 4)),
                  List.of(
                      new Unit(1, "stem", new TensorSpec(DType.F32, List.of(2, 4, 4)), 7),
                      new Unit(2, "head", new TensorSpec(DType.F32, List.of(2)), 3)),
                  2));
      assertThat(model.labels()).isEmpty();
    }
  }

  @Test
  void unknownFieldsOfALaterExporterAreLeftAlone() throws Exception {
    manifest = manifest.replace("\"classes\":2", "\"classes\":2,\"licence\":{\"id\":\"MIT\"}");
    ModelPackage.open(zip()).close();
  }

  @Test
  void labelsAreReadWithoutBeingNamed() throws Exception {
    files.put("labels.txt", "cat\ndög\n".getBytes(StandardCharsets.UTF_8));
    try (ModelPackage model = ModelPackage.open(zip())) {
      assertThat(model.labels()).containsExactly("cat", "dög");
    }
  }

  @Test
  void labelsThatAreDamagedOrEndlessAreRefused() throws Exception {
    files.put("labels.txt", "cat\n".repeat(100).getBytes(StandardCharsets.UTF_8));
    Path zip = zip();
    byte[] damaged = Files.readAllBytes(zip);
    int name = new String(damaged, StandardCharsets.ISO_8859_1).indexOf("labels.txt");
    damaged[name - LOCAL_HEADER_BYTES] ^= 1; // its signature
    Files.write(zip, damaged);
    assertRefused(zip, "labels.txt is damaged");

    files.put("labels.txt", new byte[(4 << 20) + 1]);
    assertRefused(zip(), "labels.txt is larger than 4 MiB");
  }

  @Test
  void whatIsNotThereIsRefused() {
    assertRefused(temp.resolve("absent.zip"), "No model package");
  }

  @Test
  void anEmptyFileAndOneThatIsNoZipAreRefused() throws Exception {
    Path file = temp.resolve("model.zip");
    for (String content : List.of("", "not a zip", "PK")) {
      Files.writeString(file, content);
      assertRefused(file, "not a readable zip");
    }
  }

  @Test
  void aNameThatIsNoTextIsRefused() throws Exception {
    files.put("ö", new byte[0]);
    Path zip = zip();
    String bytes = Files.readString(zip, StandardCharsets.ISO_8859_1);
    Files.writeString(zip, bytes.replace("\u00c3\u00b6", "\u00c3("), StandardCharsets.ISO_8859_1);
    assertRefused(zip, "is not a readable zip");
  }

  @Test
  void aPackageWithoutAManifestIsRefused() throws Exception {
    assertRefused(temp, "no manifest.json");
    Path zip = zip("model.zip", files);
    assertRefused(zip, "no manifest.json");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0001, 0.01, 0.3, 0.5, 0.9, 0.99, 0.9999, 0.999999})
  void aTruncatedZipIsRefused(double part) throws Exception {
    byte[] whole = Files.readAllBytes(TestModel.PACKAGE);
    Path cut = temp.resolve("cut.zip");
    Files.write(cut, Arrays.copyOf(whole, (int) (part * whole.length)));
    assertRefused(cut, "not a readable zip");
  }

  @Test
  void aFlippedByteInABlockOfTheRepositorysPackageIsFound() throws Exception {
    byte[] bytes = Files.readAllBytes(TestModel.PACKAGE);
    bytes[bytes.length / 2] ^= 0x10;
    Path altered = temp.resolve("altered.zip");
    Files.write(altered, bytes);
    assertRefused(altered, "blocks/");
  }

  /** An altered manifest may be one of another model, but then it has another fingerprint. */
  @Test
  void whicheverByteOfAZipIsFlipped_itIsRefusedOrGivesTheSameNetworkUnderTheSameFingerprint()
      throws Exception {
    Path zip = zip();
    byte[] good = Files.readAllBytes(zip);
    Network network;
    try (ModelPackage model = ModelPackage.open(zip)) {
      network = model.network();
    }
    int refused = 0;
    for (int i = 0; i < good.length; i++) {
      for (int mask : new int[] {0x01, 0x80, 0xff}) {
        byte[] altered = good.clone();
        altered[i] ^= (byte) mask;
        Files.write(zip, altered);
        try (ModelPackage model = ModelPackage.open(zip)) {
          assertThat(model.network().equals(network))
              .as("byte %d ^ %d", i, mask)
              .isEqualTo(model.network().fingerprint().equals(network.fingerprint()));
        } catch (InvalidPackageException e) {
          assertThat(e).hasMessageContaining(zip.toString());
          refused++;
        }
      }
    }
    assertThat(refused).isGreaterThan(good.length);
  }

  @Test
  void aMissingBlockIsRefused() throws Exception {
    files.remove(STEM);
    assertRefused(zip(), STEM + " is missing");
    assertRefused(folder(), STEM + " is missing");
  }

  @Test
  void aBlockOfAnotherSha256IsRefused() throws Exception {
    files.put(STEM, "another".getBytes(StandardCharsets.UTF_8));
    assertRefused(zip(), STEM, "SHA-256 differs");
    assertRefused(folder(), STEM, "SHA-256 differs");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"format\":1'        | '\"format\":2'          | format 2 is not 1",
        "'\"format\":1,'       | ''                      | not a manifest",
        "'\"classes\":2,'      | ''                      | not a manifest",
        "'\"classes\":2'       | '\"classes\":2,\"classes\":2' | not a manifest",
        "'\"classes\":2'       | '\"classes\":\"two\"'   | not a manifest",
        "'\"classes\":2'       | '\"classes\":3'         | as many values as there are classes",
        "'\"name\":\"tiny\"'   | '\"name\":\"../tiny\"'  | name is missing or odd",
        "'\"name\":\"stem\"'   | '\"name\":\"head\"'     | named head",
        "'\"name\":\"stem\"'   | '\"name\":\"local\"'    | named local",
        "'\"name\":\"stem\"'   | '\"name\":\"offload\"'  | named offload",
        "'\"name\":\"stem\"'   | '\"name\":\"auto\"'     | named auto",
        "'\"name\":\"stem\"'   | '\"name\":\"input\"'    | named input",
        "'\"name\":\"stem\"'   | '\"name\":\"7\"'        | no name",
        "'\"name\":\"stem\",'  | ''                      | no name",
        "'blocks/01-stem.pt'   | '../01-stem.pt'         | leaves the package",
        "'blocks/01-stem.pt'   | 'blocks/../../stem.pt'  | leaves the package",
        "'blocks/01-stem.pt'   | '/etc/passwd'           | leaves the package",
        "'blocks/01-stem.pt'   | 'C:/stem.pt'            | leaves the package",
        "'blocks/01-stem.pt'   | 'blocks\\\\01-stem.pt'  | leaves the package",
        "'blocks/01-stem.pt'   | 'blocks//01-stem.pt'    | leaves the package",
        "'blocks/01-stem.pt'   | ''                      | leaves the package",
        "'preprocess.pt'       | '..'                    | leaves the package",
        "'F32\",\"parameters\":7' | 'U8\",\"parameters\":7'  | output of stem must be F32",
        "'F32\",\"parameters\":7' | 'F64\",\"parameters\":7' | not a manifest",
        "'[2,4,4]'             | '[2,0,4]'               | a shape cannot be",
        "'[2,4,4]'             | '[2,-1,4]'              | a shape cannot be",
        "'[2,4,4]'             | '[65536,65536,65536]'   | a shape cannot be",
        "'[2,4,4]'             | '[2,null,4]'            | not complete",
        "'[2,4,4]'             | 'null'                  | not complete",
        "'[3,4,4]'             | '[1,4,4]'               | input must be U8 [3",
        "'[3,4,4]'             | '[3,4]'                 | input must be U8 [3",
        "'[3,4,4]'             | '[3,0,4]'               | a shape cannot be",
        "'[3,4,4]'             | '[null,4,4]'            | input is missing",
        "'[3,4,4]'             | '[3,4,null]'            | input is missing",
        "'\"dtype\":\"U8\"'    | '\"dtype\":\"F32\"'     | input must be U8 [3",
        "'\"input\"'           | '\"in\"'                | input is missing",
        "'\"preprocess\":'     | '\"before\":'           | preprocess is missing",
        "'\"blocks\":'         | '\"units\":'            | no blocks",
        "'\"blocks\":['        | '\"blocks\":[null,'     | not complete",
        "'\"sha256\":\"'       | '\"sha256\":\"x'        | no SHA-256",
      })
  void aManifestThatCannotBeIsRefused(String part, String instead, String reason) throws Exception {
    assertThat(manifest).contains(part);
    manifest = manifest.replace(part, instead);
    assertRefused(zip(), reason);
    assertRefused(folder(), reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "7", "[]", "{", "{}", "{} {}", "\"manifest\"", "\0\1\2\3"})
  void aManifestThatIsNoJsonObjectIsRefused(String json) throws Exception {
    manifest = json;
    assertRefused(zip(), "cannot be used");
  }

  @Test
  void deepNestingIsRefused() throws Exception {
    manifest = "{\"x\":" + "[".repeat(100_000);
    assertRefused(zip(), "not a manifest");
  }

  @Test
  void aManifestLargerThan4MiBIsRefused() throws Exception {
    manifest += " ".repeat(4 << 20);
    assertRefused(zip(), "larger than 4 MiB");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "/evil", "blocks/../../evil", "blocks\\evil", "évil", "a b"})
  void aZipEntryThatLeavesThePackageOrIsNotPlainIsRefused(String name) throws Exception {
    files.put(name, new byte[1]);
    assertRefused(zip(), "entry", name.replace('é', '?'));
  }

  @Test
  void aLinkThatLeadsOutOfTheFolderIsRefused_oneThatStaysInsideIsNot() throws Exception {
    Path folder = folder();
    Path stem = folder.resolve(STEM);
    Path inside = Files.move(stem, folder.resolve("moved.pt"));
    Files.createSymbolicLink(stem, inside);
    ModelPackage.open(folder).close();

    Path outside = Files.move(inside, temp.resolve("outside.pt"));
    Files.delete(stem);
    Files.createSymbolicLink(stem, outside);
    assertRefused(folder, STEM, "outside");
  }

  @Test
  void aManifestThatIsALinkOutOfTheFolderIsRefused() throws Exception {
    Path folder = folder();
    Path json = folder.resolve("manifest.json");
    Path outside = Files.move(json, temp.resolve("outside.json"));
    Files.createSymbolicLink(json, outside);
    assertRefused(folder, "manifest.json", "outside");
  }

  @Test
  void theNetworkOfAZipAFolderAndABareManifestIsTheSame_fingerprintIncluded() throws Exception {
    Path folder = folder();
    Path bare = Files.copy(folder.resolve("manifest.json"), temp.resolve("tiny.json"));
    Network network;
    try (ModelPackage model = ModelPackage.open(folder)) {
      network = model.network();
    }
    assertThat(network.fingerprint()).isEqualTo(sha256(Files.readAllBytes(bare)));
    for (Path path : List.of(folder, zip(), bare, folder.resolve("manifest.json"))) {
      assertThat(ModelPackage.readNetwork(path)).isEqualTo(network);
    }
  }

  @Test
  void theNetworkIsReadWithoutTheWeights() throws Exception {
    files.clear();
    assertThat(ModelPackage.readNetwork(zip()).length()).isEqualTo(2);
    assertThat(ModelPackage.readNetwork(folder()).length()).isEqualTo(2);
  }

  @Test
  void aBareManifestIsCheckedAsThatOfAPackage() throws Exception {
    Path bare = temp.resolve("tiny.json");
    assertNoNetwork(bare, "No model package");
    assertNoNetwork(temp, "no manifest.json");
    Files.writeString(bare, manifest.replace("[2,4,4]", "[2,0,4]"));
    assertNoNetwork(bare, "a shape cannot be");
    Files.writeString(bare, manifest.replace("blocks/01-stem.pt", "../01-stem.pt"));
    assertNoNetwork(bare, "leaves the package");
    Files.writeString(bare, manifest + " ".repeat(4 << 20));
    assertNoNetwork(bare, "larger than 4 MiB");
  }

  private static void assertNoNetwork(Path path, String reason) {
    assertThatThrownBy(() -> ModelPackage.readNetwork(path))
        .isInstanceOf(InvalidPackageException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining(reason);
  }

  private static void assertRefused(Path path, String... reasons) {
    assertThatThrownBy(() -> ModelPackage.open(path).close())
        .isInstanceOf(InvalidPackageException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContainingAll(reasons);
  }

  private Path zip() throws IOException {
    Map<String, byte[]> all = new LinkedHashMap<>(files);
    all.put("manifest.json", manifest.getBytes(StandardCharsets.UTF_8));
    return zip("model.zip", all);
  }

  private Path zip(String name, Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return Files.write(temp.resolve(name), bytes.toByteArray());
  }

  private Path folder() throws IOException {
    Path folder = Files.createTempDirectory(temp, "model");
    for (Map.Entry<String, byte[]> entry : files.entrySet()) {
      Path file = folder.resolve(entry.getKey());
      Files.createDirectories(file.resolveSibling("."));
      Files.write(file, entry.getValue());
    }
    Files.writeString(folder.resolve("manifest.json"), manifest);
    return folder;
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

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
