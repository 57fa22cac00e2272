package io.isthmus.cli.stream;

/**
 * The size of the frames that a network takes.
 *
 * @param height H
 * @param width W
 */
record FrameSize(int height, int width) {

  private static final int COLOURS = 3;

  /** Bytes of a frame. */
  int bytes() {
    return COLOURS * height * width;
  }

  /** What ffmpeg does with a picture: the largest part of this shape, from the middle. */
  String filter() {
    return "scale=%1$d:%2$d:force_original_aspect_ratio=increase:flags=bilinear,crop=%1$d:%2$d"
        .formatted(width, height);
  }

  /** Reorders a frame: from RGB side by side, as ffmpeg gives it, to three planes. */
  byte[] planes(byte[] interleaved) {
    byte[] planes = new byte[bytes()];
    int plane = height * width;
    for (int i = 0; i < plane; i++) {
      planes[i] = interleaved[COLOURS * i];
      planes[plane + i] = interleaved[COLOURS * i + 1];
      planes[2 * plane + i] = interleaved[COLOURS * i + 2];
    }
    return planes;
  }
}
