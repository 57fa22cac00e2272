package io.isthmus.model;

import static io.isthmus.model.TinyPackage.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a manifest may say. */
class ManifestTest {

  private final Path temp;
  private final TinyPackage tiny;

  ManifestTest(@TempDir Path temp) {
    this.temp = temp;
    this.tiny = new TinyPackage(temp);
  }

  @Test
  void aPackageWithoutAManifestIsRefused() throws Exception {
    assertRefused(temp, "no manifest.json");
    Path zip = tiny.zip("model.zip", tiny.files());
    assertRefused(zip, "no manifest.json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"format\":1'        | '\"format\":3'          | format 3 is not 1 or 2",
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
    assertThat(tiny.manifest()).contains(part);
    tiny.replace(part, instead);
    assertRefused(tiny.zip(), reason);
    assertRefused(tiny.folder(), reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "7", "[]", "{", "{}", "{} {}", "\"manifest\"", "\0\1\2\3"})
  void aManifestThatIsNoJsonObjectIsRefused(String json) throws Exception {
    tiny.manifest(json);
    assertRefused(tiny.zip(), "cannot be used");
  }

  @Test
  void deepNestingIsRefused() throws Exception {
    tiny.manifest("{\"x\":" + "[".repeat(100_000));
    assertRefused(tiny.zip(), "not a manifest");
  }

  @Test
  void aManifestLargerThan4MiBIsRefused() throws Exception {
    tiny.manifest(tiny.manifest() + " ".repeat(4 << 20));
    assertRefused(tiny.zip(), "larger than 4 MiB");
  }

  @Test
  void aBareManifestIsCheckedAsThatOfAPackage() throws Exception {
    Path bare = temp.resolve("tiny.json");
    assertNoNetwork(bare, "No model package");
    assertNoNetwork(temp, "no manifest.json");
    Files.writeString(bare, tiny.manifest().replace("[2,4,4]", "[2,0,4]"));
    assertNoNetwork(bare, "a shape cannot be");
    Files.writeString(bare, tiny.manifest().replace("blocks/01-stem.pt", "../01-stem.pt"));
    assertNoNetwork(bare, "leaves the package");
    Files.writeString(bare, tiny.manifest() + " ".repeat(4 << 20));
    assertNoNetwork(bare, "larger than 4 MiB");
  }

  private static void assertNoNetwork(Path path, String reason) {
    assertThatThrownBy(() -> ModelPackage.readNetwork(path))
        .isInstanceOf(InvalidPackageException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining(reason);
  }
}
