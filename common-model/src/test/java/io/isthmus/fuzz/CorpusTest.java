package io.isthmus.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.isthmus.TestModel;
import io.isthmus.answers.Answers;
import io.isthmus.model.ManifestTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Replays what fuzzing has been begun from, and every file that it once failed on. */
class CorpusTest {

  private static final Path CORPUS = TestModel.ROOT.resolve("common-model/src/test/resources/fuzz");

  private static final Map<String, Target> TARGETS =
      Map.of(
          "tensor", TensorTarget::fuzzerTestOneInput,
          "encoding", EncodingTarget::fuzzerTestOneInput,
          "image", ImageTarget::fuzzerTestOneInput,
          "wav", WavTarget::fuzzerTestOneInput,
          "manifest", ManifestTarget::fuzzerTestOneInput,
          "package", PackageTarget::fuzzerTestOneInput,
          "edge", EdgeTarget::fuzzerTestOneInput,
          "controller", ControllerTarget::fuzzerTestOneInput,
          "recording", RecordingTarget::fuzzerTestOneInput);

  @RegisterExtension final Answers answers = new Answers("library");

  private interface Target {
    void tryOn(byte[] input) throws IOException;
  }

  @Test
  void everyFileOfTheCorpusIsReadOrRefusedAsDeclared() throws IOException {
    assertThat(files(CORPUS))
        .extracting(f -> f.getFileName().toString())
        .hasSameElementsAs(TARGETS.keySet());
    for (Map.Entry<String, Target> target : TARGETS.entrySet()) {
      List<Path> files = files(CORPUS.resolve(target.getKey()));
      assertThat(files).as(target.getKey()).isNotEmpty();
      for (Path file : files) {
        byte[] input = Files.readAllBytes(file);
        assertThatCode(() -> target.getValue().tryOn(input))
            .as(file.toString())
            .doesNotThrowAnyException();
      }
      answers.input(
          "the corpus of the fuzz target '%s'".formatted(target.getKey()),
          "read, or refused with the exception that is declared");
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
