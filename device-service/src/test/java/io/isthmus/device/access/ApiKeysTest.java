package io.isthmus.device.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.answers.Answers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysTest {

  @RegisterExtension final Answers answers = new Answers("device");

  private final Path file;

  ApiKeysTest(@TempDir Path folder) {
    file = folder.resolve("keys");
  }

  private ApiKeys keys() {
    return new ApiKeys(List.of(), file);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "first\nsecond\n",
        "first\r\nsecond\r\n",
        "\ufefffirst\nsecond",
        "\ufefffirst\r\nsecond",
        "\ufeff# of the cameras\r\nfirst\r\n\r\n\t second \r\n",
        "first\rsecond\r"
      })
  void aFileOfAnyEditorHoldsItsKeys(String content) throws Exception {
    Files.writeString(file, content);
    assertThat(keys().accept("first")).isTrue();
    assertThat(keys().accept("second")).isTrue();
    for (String other : new String[] {"", "\ufefffirst", "first\r", "# of the cameras", "\ufeff"}) {
      assertThat(keys().accept(other)).as(other).isFalse();
    }
  }

  @Test
  void aFileOfAMarkAndNothingElseHoldsNone() throws Exception {
    Files.writeString(file, "\ufeff\r\n# none\r\n");
    assertThat(keys().isEmpty()).isTrue();
  }

  @Test
  void aFileThatIsNoUtf8HoldsNone_andNobodyIsLetInByMistake() throws Exception {
    Files.write(file, "\ufefffirst\r\n".getBytes(StandardCharsets.UTF_16LE));
    assertThat(keys().isEmpty()).isTrue();
    assertThat(keys().accept("first")).isFalse();
    answers.fault("a file of API keys in UTF-16", "it holds no key; nobody is let in");
  }
}
