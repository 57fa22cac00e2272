package io.isthmus.answers;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.TestModel;
import io.isthmus.answers.Seen.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AnswersTest {

  @Test
  void aRowIsReadAsItWasWritten() {
    Seen row = new Seen(Kind.INPUT, "edge", "a \"quoted\", name", "400", "A.b");
    assertThat(AnswerFile.parse(AnswerFile.format(row))).isEqualTo(row);
  }

  @Test
  void thePageIsTheFileOfAnswersAsPeopleReadIt() throws IOException {
    assertThat(AnswerPage.committed()).isEqualTo(AnswerPage.section(AnswerFile.read()));
  }

  @Test
  void everyRowIsOfATestThatThereIs() throws IOException {
    Map<String, Path> sources;
    try (Stream<Path> modules = Files.list(TestModel.ROOT)) {
      List<Path> tests =
          modules.map(m -> m.resolve("src/test/java")).filter(Files::isDirectory).toList();
      sources =
          tests.stream()
              .flatMap(AnswersTest::files)
              .collect(Collectors.toMap(f -> f.getFileName().toString(), f -> f, (a, b) -> a));
    }
    String all = sources.values().stream().map(AnswersTest::text).collect(Collectors.joining());
    for (String test : AnswerFile.read().stream().map(Seen::test).distinct().toList()) {
      int dot = test.indexOf('.');
      assertThat(sources).as(test).containsKey(test.substring(0, dot) + ".java");
      assertThat(all).as(test).contains(" " + test.substring(dot + 1) + "(");
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(f -> f.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
