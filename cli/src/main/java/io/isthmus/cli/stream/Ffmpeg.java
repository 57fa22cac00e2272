package io.isthmus.cli.stream;

import io.isthmus.cli.FailedException;
import io.isthmus.cli.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The program ffmpeg, which reads videos and cameras of every kind and gives frames of the size
 * that a network takes.
 *
 * @param program its name or path
 */
record Ffmpeg(String program) {

  /** {@code -nostdin}, {@code -stream_loop} and {@code force_original_aspect_ratio} are in it. */
  private static final int OLDEST = 4;

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Pattern VERSION = Pattern.compile("^ffmpeg version n?(\\d+)\\.");

  /**
   * Looks whether it can be started.
   *
   * @throws UsageException if it is missing, is no ffmpeg, or is too old
   */
  void require() throws InterruptedException, UsageException {
    String first = firstLine();
    Matcher version = VERSION.matcher(first);
    // A build from its repository has no number: it is newer than any release that is too old.
    if (version.find()
        ? Integer.parseInt(version.group(1)) < OLDEST
        : !first.startsWith("ffmpeg")) {
      throw new UsageException(
          "%s must be ffmpeg %d or newer; it says \"%s\"".formatted(program, OLDEST, first));
    }
  }

  private String firstLine() throws InterruptedException, UsageException {
    try {
      Process process =
          new ProcessBuilder(program, "-version")
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(nothing()))
              .start();
      try {
        String all = new String(process.getInputStream().readNBytes(4096), StandardCharsets.UTF_8);
        if (!process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)) {
          throw new UsageException("%s -version does not end".formatted(program));
        }
        return all.lines().findFirst().orElse("");
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UsageException(
          "%s cannot be started: install ffmpeg, or name it with --ffmpeg".formatted(program));
    }
  }

  private static java.io.File nothing() {
    return new java.io.File("/dev/null");
  }

  /**
   * Starts it.
   *
   * @param frames how many a second; null as the source has them
   */
  Process start(Source source, FrameSize size, @Nullable Double frames) throws FailedException {
    List<String> command = new ArrayList<>(List.of(program, "-hide_banner", "-nostdin"));
    command.addAll(List.of("-loglevel", "error"));
    command.addAll(source.options());
    String filter = frames == null ? size.filter() : "fps=" + frames + "," + size.filter();
    command.addAll(List.of("-map", "0:v:0", "-vf", filter, "-pix_fmt", "rgb24"));
    command.addAll(List.of("-f", "rawvideo", "pipe:1"));
    try {
      return new ProcessBuilder(command)
          .redirectInput(ProcessBuilder.Redirect.from(nothing()))
          .start();
    } catch (IOException e) {
      throw new FailedException("%s cannot be started: %s".formatted(program, e.getMessage()));
    }
  }
}
