package io.isthmus.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.cli.FailedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureTest {

  private static final Source FILE = new Source("video.mp4", false, List.of("-i", "video.mp4"));
  private static final Source CAMERA = new Source("/dev/video9", true, List.of("-i", "camera"));

  @TempDir private Path folder = Path.of("");

  private final NewestFrame newest = new NewestFrame();
  private final List<String> remarks = Collections.synchronizedList(new ArrayList<>());

  private Capture capture(Source source, String script) throws Exception {
    return new Capture(
        Script.of(folder, script), source, new FrameSize(2, 2), null, newest, remarks::add);
  }

  @Test
  void aFileIsReadToItsEnd_andHalfAFrameIsNone() throws Exception {
    try (Capture capture = capture(FILE, Script.frames(3) + "; printf 123456")) {
      capture.run();
      assertThat(capture.frames()).isEqualTo(3);
    }
    assertThat(newest.take()).extracting(Frame::number).isEqualTo(2L);
  }

  @Test
  void aFileWithoutFramesIsRefused_withTheReasonOfFfmpeg() throws Exception {
    try (Capture capture = capture(FILE, "echo 'moov atom not found' >&2; exit 1")) {
      assertThatThrownBy(capture::run)
          .isInstanceOf(FailedException.class)
          .hasMessage("video.mp4 has no frames: moov atom not found");
    }
  }

  @Test
  void aCameraThatGoesAwayIsTriedAgain_andGivesFramesAgain() throws Exception {
    try (Capture capture = capture(CAMERA, Script.frames(2) + "; echo 'no such device' >&2")) {
      Thread reader = new Thread(() -> runQuietly(capture));
      reader.start();
      long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (remarks.size() < 4 && System.nanoTime() < end) {
        Thread.sleep(10);
      }
      capture.close();
      reader.interrupt();
      reader.join();
    }
    assertThat(remarks)
        .startsWith(
            "/dev/video9 gives frames",
            "/dev/video9 is gone (no such device); tried again in 0.5 s",
            "/dev/video9 gives frames",
            "/dev/video9 is gone (no such device); tried again in 0.5 s");
  }

  private static void runQuietly(Capture capture) {
    try {
      capture.run();
    } catch (InterruptedException | FailedException e) {
      // it has been ended
    }
  }

  @Test
  void theWaitsBeforeACameraIsTriedAgainDouble_upToTenSeconds() {
    List<Long> waits = new ArrayList<>();
    Backoff backoff = Backoff.NONE;
    for (int i = 0; i < 7; i++) {
      waits.add(backoff.next().toMillis());
      backoff = backoff.longer();
    }
    assertThat(waits).containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 10_000L, 10_000L);
  }
}
