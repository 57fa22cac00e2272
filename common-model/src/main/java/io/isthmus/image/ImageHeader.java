package io.isthmus.image;

/**
 * What is known of a picture before it is decoded.
 *
 * @param format the kind of file
 * @param width stored columns, at least 1
 * @param height stored rows, at least 1
 * @param orientation how they lie in the upright picture
 * @param grey whether a JPEG has one component only
 * @param scans how often the decoder goes over the whole picture; 1 but for progressive JPEGs
 * @param buffered bytes that the decoder needs beside rows before it can give the first pixel
 */
public record ImageHeader(
    ImageFormat format,
    int width,
    int height,
    Orientation orientation,
    boolean grey,
    int scans,
    long buffered) {

  /** A picture that is decoded row by row. */
  static ImageHeader plain(ImageFormat format, int width, int height) {
    return new ImageHeader(format, width, height, Orientation.UPRIGHT, false, 1, 0);
  }

  ImageHeader withOrientation(Orientation other) {
    return new ImageHeader(format, width, height, other, grey, scans, buffered);
  }

  ImageHeader withBuffered(long bytes) {
    return new ImageHeader(format, width, height, orientation, grey, scans, bytes);
  }

  long pixels() {
    return (long) width * height;
  }
}
