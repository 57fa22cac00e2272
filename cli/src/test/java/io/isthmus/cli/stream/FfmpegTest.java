package io.isthmus.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.cli.UsageException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FfmpegTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void aMissingProgramIsToldBeforeAnythingStarts() {
    assertThatThrownBy(() -> new Ffmpeg("no-such-ffmpeg").require())
        .isInstanceOf(UsageException.class)
        .hasMessage("no-such-ffmpeg cannot be started: install ffmpeg, or name it with --ffmpeg");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ffmpeg version 3.4.8 Copyright", "GNU tar 1.34", ""})
  void whatIsTooOld_orNoFfmpeg_isRefused(String version) throws Exception {
    Ffmpeg ffmpeg = Script.of(folder, version, "");
    assertThatThrownBy(ffmpeg::require)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("must be ffmpeg 4 or newer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ffmpeg version 4.0 Copyright",
        "ffmpeg version n7.1 Copyright",
        "ffmpeg version 10.0.1",
        "ffmpeg version N-109741-gbbe95f7353 Copyright"
      })
  void newerOnesAreTaken(String version) throws Exception {
    Ffmpeg ffmpeg = Script.of(folder, version, "");
    assertThatCode(ffmpeg::require).doesNotThrowAnyException();
  }

  @Test
  void aFrameBecomesThreePlanes() {
    byte[] rgb = {1, 2, 3, 4, 5, 6};
    assertThat(new FrameSize(1, 2).planes(rgb)).containsExactly(1, 4, 2, 5, 3, 6);
  }
}
