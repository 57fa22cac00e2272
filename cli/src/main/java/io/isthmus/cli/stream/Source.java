package io.isthmus.cli.stream;

import io.isthmus.cli.UsageException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Where frames come from.
 *
 * @param name as the user wrote it
 * @param live whether it is a camera: it may go away and come back, while a file has an end
 * @param options what ffmpeg is told before its {@code -i}, and that
 */
record Source(String name, boolean live, List<String> options) {

  private static final Set<String> LIVE = Set.of("rtsp", "rtsps", "rtmp", "srt", "udp", "rtp");
  private static final Set<String> STORED = Set.of("http", "https");

  /**
   * Reads what the user wrote: a file, a device such as {@code /dev/video0}, or an address.
   *
   * @param loop whether a file begins again at its end
   * @throws UsageException if there is no such file or device, or ffmpeg cannot be asked for it
   */
  static Source of(String text, boolean loop) throws UsageException {
    int colon = text.indexOf("://");
    if (colon > 0) {
      return address(text, text.substring(0, colon).toLowerCase(Locale.ROOT), loop);
    }
    Path path = path(text);
    if (!Files.exists(path)) {
      throw new UsageException(
          "there is no file or camera %s; a camera is /dev/video0 or rtsp://…".formatted(text));
    }
    if (Files.isDirectory(path)) {
      throw new UsageException("%s is a folder and not a video".formatted(text));
    }
    if (path.toAbsolutePath().startsWith("/dev")) {
      requireNoLoop(text, loop);
      return new Source(text, true, List.of("-f", "v4l2", "-i", text));
    }
    return stored(text, "file:" + text, loop);
  }

  private static Path path(String text) throws UsageException {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new UsageException("%s is no file's name".formatted(text));
    }
  }

  private static Source address(String text, String scheme, boolean loop) throws UsageException {
    if (STORED.contains(scheme)) {
      return stored(text, text, loop);
    }
    if (!LIVE.contains(scheme)) {
      throw new UsageException(
          "%s:// cannot be read; it must be rtsp, rtsps, rtmp, srt, udp, rtp, http or https"
              .formatted(scheme));
    }
    requireNoLoop(text, loop);
    return scheme.startsWith("rtsp")
        ? new Source(text, true, List.of("-rtsp_transport", "tcp", "-i", text))
        : new Source(text, true, List.of("-i", text));
  }

  /** A stored video is played as fast as a camera would give it. */
  private static Source stored(String name, String input, boolean loop) {
    return loop
        ? new Source(name, false, List.of("-re", "-stream_loop", "-1", "-i", input))
        : new Source(name, false, List.of("-re", "-i", input));
  }

  private static void requireNoLoop(String text, boolean loop) throws UsageException {
    if (loop) {
      throw new UsageException("--loop is for files; %s has no end".formatted(text));
    }
  }
}
