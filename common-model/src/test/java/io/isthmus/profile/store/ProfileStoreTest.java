package io.isthmus.profile.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.TestModel;
import io.isthmus.profile.BatchTimings;
import io.isthmus.profile.MadeProfile;
import io.isthmus.profile.PendingSizes;
import io.isthmus.profile.TimingProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileStoreTest {

  private static final TimingProfile PROFILE =
      MadeProfile.of(
          MadeProfile.withImages(1, 2.5, 1.25, 10.125, 0.1),
          MadeProfile.withImages(2, 5, 2, 1e-6, 12345.678),
          BatchTimings.tooLarge(4));

  private final Path temp;

  ProfileStoreTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @Test
  void whatIsWrittenIsReadBack_andNothingElseIsLeft() throws Exception {
    Path file = temp.resolve("new/folder/profile.json");
    ProfileStore.write(PROFILE, file);
    ProfileStore.write(PROFILE, file);
    assertThat(ProfileStore.read(file)).isEqualTo(PROFILE);
    try (Stream<Path> left = Files.list(temp.resolve("new/folder"))) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void aProfileSaysWhetherItIsComplete_andOneThatIsNotIsReadBackWithWhatIsLeft() throws Exception {
    Path file = temp.resolve("partial.json");
    ProfileStore.write(PROFILE, file);
    assertThat(Files.readString(file)).contains("\"complete\" : true").doesNotContain("pending");
    TimingProfile partial =
        MadeProfile.of(MadeProfile.batch(1, 10)).with(new PendingSizes(List.of(2, 4), 1));
    ProfileStore.write(partial, file);
    assertThat(Files.readString(file)).contains("\"complete\" : false");
    assertThat(ProfileStore.read(file)).isEqualTo(partial);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "null", "7", "[]", "{}", "{", "\"profile\"", "\0\1\2", "{} {}"})
  void whatIsNoProfileIsRefused(String content) throws Exception {
    assertRefused(content);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"format\" : 1'         | '\"format\" : 2'          | format is 2",
        "'\"format\" : 1,'        | ''                        | ''",
        "'\"model\"'              | '\"m\"'                   | model",
        "'\"fingerprint\"'        | '\"f\"'                   | fingerprint",
        "'\"machine\"'            | '\"m\"'                   | machine",
        "'\"measured\"'           | '\"m\"'                   | measured",
        "'\"referencePixels\" : 1000' | '\"referencePixels\" : 0' | pixels",
        "'\"batches\"'            | '\"b\"'                   | ''",
        "'\"decode\"'             | '\"d\"'                   | timing is missing",
        "'\"units\"'              | '\"u\"'                   | ''",
        "'\"median\" : 10.125'    | '\"median\" : -10.125'    | not a timing",
        "'\"median\" : 10.125'    | '\"median\" : NaN'        | ''",
        "'\"median\" : 10.125'    | '\"median\" : \"NaN\"'    | not a timing",
        "'\"median\" : 10.125'    | '\"median\" : 1e999'      | ''",
        "'\"median\" : 10.125,'   | ''                        | ''",
        "'\"median\" : 10.125'    | '\"median\" : 1e308'       | an hour",
        "'\"abacus\"'             | '\"aba\\u000acus\"'        | processor must be",
        "'\"u2\"'                 | '\"u2\\u001b[31m\"'       | name of a unit must be",
        "'\"median\" : 10.125'    | '\"median\" : 3600001'     | unit 1 at batch 1",
        "'\"median\" : 2.5'       | '\"median\" : 1e18'        | decode at batch 1",
        "'\"spread\" : 0.0'       | '\"spread\" : 1e18'        | an hour",
        "'\"batch\" : 4'          | '\"batch\" : 2147483647'   | 65536 images",
        "'\"referencePixels\" : 1000' | '\"referencePixels\" : 9223372036854775807' | pixels",
        "'\"median\" : 10.125'    | '\"median\" : [[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]' | ''",
        "'\"batch\" : 1'          | '\"batch\" : 0'           | ascend",
        "'\"batch\" : 2'          | '\"batch\" : 1'           | ascend",
        "'\"fits\" : true'        | '\"fits\" : false'        | fits in memory",
        "'[ \"u1\", \"u2\" ]'     | '[ \"u1\" ]'              | timing is missing",
        "'[ \"u1\", \"u2\" ]'     | '[ \"u1\", null ]'        | ''",
      })
  void aProfileThatCannotBeIsRefused(String part, String instead, String reason) throws Exception {
    Path file = temp.resolve("good.json");
    ProfileStore.write(PROFILE, file);
    String json = Files.readString(file);
    assertThat(json).contains(part);
    assertRefused(json.replace(part, instead), reason);
  }

  @Test
  void aFileThatCannotBeReadIsNamed() {
    for (Path path : new Path[] {temp.resolve("absent.json"), temp}) {
      assertThatThrownBy(() -> ProfileStore.read(path))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(path.toString());
    }
  }

  private void assertRefused(String content, String... reasons) throws IOException {
    Path file = temp.resolve("bad.json");
    Files.writeString(file, content);
    assertThatThrownBy(() -> ProfileStore.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("not a timing profile")
        .hasMessageContainingAll(reasons.length == 0 ? new String[] {""} : reasons);
  }

  /** Those in the repository are of before there was a choice. */
  @Test
  void aProfileThatNamesNoDeviceIsOfAProcessor() throws Exception {
    Path stored = TestModel.ROOT.resolve("profiles/efficientnet_b4/cpu-1-thread.json");
    assertThat(Files.readString(stored)).doesNotContain("\"device\"");
    assertThat(ProfileStore.read(stored).machine().device()).isEqualTo("cpu");
  }
}
