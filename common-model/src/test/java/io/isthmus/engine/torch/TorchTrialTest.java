package io.isthmus.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.OddPackage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TorchTrialTest {

  private static final int STEM = 2 * 4 * 4;
  private static final int HEAD = 2;

  @Test
  void everyStepIsSaidAndEveryTensorIsWrittenForEveryBatch(@TempDir Path temp) throws IOException {
    Outcome outcome = run("stem", temp);

    assertThat(outcome.code()).isZero();
    assertThat(outcome.said())
        .containsExactly("ready", "load 0", "load 1", "run 0 1", "run 1 1", "run 0 2", "run 1 2");
    ByteBuffer answers = outcome.answers();
    for (int batch = 1; batch <= 2; batch++) {
      for (int values : new int[] {STEM, HEAD}) {
        assertThat(answers.getInt()).isEqualTo(batch * values);
        answers.position(answers.position() + batch * values * Float.BYTES);
      }
    }
    assertThat(answers.hasRemaining()).isFalse();
  }

  @Test
  void anImageAloneHasTheAnswersThatItHasAmongOthers(@TempDir Path temp) throws IOException {
    ByteBuffer answers = run("stem", temp).answers();
    float[] alone = new float[STEM];
    float[] first = new float[STEM];
    answers
        .position(Integer.BYTES)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(alone);
    int second = (3 + STEM + HEAD) * Integer.BYTES;
    answers.position(second).slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(first);

    assertThat(first).isEqualTo(alone);
    assertThat(alone).isNotEqualTo(new float[STEM]);
  }

  @ParameterizedTest
  @CsvSource({
    "raises,  run 0 1,",
    "float16, run 0 1, failed a tensor is float16 and not float32",
    "number,  run 0 1, failed it gives",
    "no-file, load 0,",
  })
  void aUnitThatFailsIsTheLastThatWasSaid(
      String stem, String step, @Nullable String reason, @TempDir Path temp) throws IOException {
    Outcome outcome = run(stem, temp);

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.said().get(outcome.said().size() - 2)).isEqualTo(step);
    assertThat(outcome.said().get(outcome.said().size() - 1))
        .startsWith(reason == null ? "failed " : reason);
  }

  private record Outcome(int code, List<String> said, ByteBuffer answers) {}

  private static Outcome run(String stem, Path temp) throws IOException {
    Path folder = OddPackage.write(temp, Map.of("stem", stem));
    Path images = folder.resolve("images");
    Path answers = folder.resolve("answers");
    byte[] pixels = new byte[2 * 3 * 8 * 8];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 7);
    }
    Files.write(images, pixels);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int code =
        TorchTrial.run(
            List.of(
                "1",
                "U8:3,8,8",
                "1,2",
                images.toString(),
                answers.toString(),
                folder.resolve("stem.pt").toString(),
                folder.resolve("head.pt").toString()),
            new PrintStream(said, true, StandardCharsets.UTF_8));
    byte[] written = Files.exists(answers) ? Files.readAllBytes(answers) : new byte[0];
    return new Outcome(
        code,
        said.toString(StandardCharsets.UTF_8).lines().toList(),
        ByteBuffer.wrap(written).order(ByteOrder.LITTLE_ENDIAN));
  }
}
