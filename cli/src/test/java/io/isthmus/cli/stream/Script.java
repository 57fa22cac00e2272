package io.isthmus.cli.stream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Programs that take ffmpeg's place. */
final class Script {

  private Script() {}

  /** A program of these lines of shell; the first says what {@code -version} gives. */
  static Ffmpeg of(Path folder, String version, String lines) throws IOException {
    Path script = folder.resolve("ffmpeg-" + System.nanoTime());
    Files.writeString(
        script,
        """
        #!/bin/sh
        if [ "$1" = -version ]; then echo "%s"; exit 0; fi
        %s
        """
            .formatted(version, lines));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return new Ffmpeg(script.toString());
  }

  /** A usable one of these lines. */
  static Ffmpeg of(Path folder, String lines) throws IOException {
    return of(folder, "ffmpeg version 5.1.9-0+deb12u1 Copyright (c)", lines);
  }

  /** Shell that gives so many frames of 2 × 2 pixels. */
  static String frames(int count) {
    return "head -c %d /dev/zero".formatted(12 * count);
  }
}
