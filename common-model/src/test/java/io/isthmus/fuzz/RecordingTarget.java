package io.isthmus.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.isthmus.recording.RecordingReader;
import io.isthmus.recording.Replay;
import java.io.IOException;
import java.io.StringReader;

/** A recording, which may come from anybody. */
public final class RecordingTarget {

  private RecordingTarget() {}

  /** One file. */
  public static void fuzzerTestOneInput(byte[] file) {
    try (var reader = new RecordingReader(new StringReader(new String(file, UTF_8)))) {
      Replay replay = new Replay(reader, true);
      while (replay.next() != null) {
        // on to the next decision
      }
    } catch (IOException e) {
      // refused, as most are
    }
  }
}
