package io.isthmus.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.cli.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void aFileIsPlayedAtItsOwnRate_andHasAnEnd() throws Exception {
    String file = Files.createFile(folder.resolve("-a video.mp4")).toString();
    Source source = Source.of(file, false);
    assertThat(source.live()).isFalse();
    assertThat(source.options()).containsExactly("-re", "-i", "file:" + file);
  }

  @Test
  void aFileCanBeginAgainAtItsEnd() throws Exception {
    String file = Files.createFile(folder.resolve("video.mp4")).toString();
    assertThat(Source.of(file, true).options()).contains("-stream_loop", "-1");
  }

  @ParameterizedTest
  @CsvSource({
    "rtsp://camera/1,true",
    "RTSP://camera/1,true",
    "udp://239.0.0.1:5000,true",
    "http://host/video.mp4,false"
  })
  void anAddressIsACameraOrAVideo(String address, boolean live) throws Exception {
    assertThat(Source.of(address, false).live()).isEqualTo(live);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"no-such-video.mp4", "/dev/no-such-camera", "concat://x", "file:///etc/passwd"})
  void whatIsNotThere_orCannotBeRead_isToldBeforeAnythingStarts(String text) {
    assertThatThrownBy(() -> Source.of(text, false)).isInstanceOf(UsageException.class);
  }

  @Test
  void aFolderIsNoVideo() {
    assertThatThrownBy(() -> Source.of(folder.toString(), false))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("folder");
  }

  @Test
  void onlyFilesBeginAgain() {
    assertThatThrownBy(() -> Source.of("rtsp://camera/1", true))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--loop");
  }
}
