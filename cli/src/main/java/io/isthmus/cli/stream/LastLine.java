package io.isthmus.cli.stream;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Reads what a program says, so that it is never held up, and keeps its last words. */
final class LastLine {

  private static final int LONGEST = 300;

  private final Thread reader;
  private volatile String line = "";

  private LastLine(InputStream from) {
    reader = new Thread(() -> read(from), "ffmpeg-messages");
    reader.setDaemon(true);
  }

  /** Begins to read. */
  static LastLine of(InputStream from) {
    LastLine last = new LastLine(from);
    last.reader.start();
    return last;
  }

  private void read(InputStream from) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
      for (String next = lines.readLine(); next != null; next = lines.readLine()) {
        if (!next.isBlank()) {
          line = next.substring(0, Math.min(next.length(), LONGEST)).trim();
        }
      }
    } catch (IOException e) {
      line = "nothing more could be read of it";
    }
  }

  /** The last line that is not blank, once the program has ended; empty if there was none. */
  String await() throws InterruptedException {
    reader.join(1000);
    return line;
  }
}
