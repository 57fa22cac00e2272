package io.isthmus.image;

import java.util.List;

/**
 * What is accepted of pictures.
 *
 * @param maxPixels most pixels of one picture
 * @param maxTogether most {@link DecodeCost#work} of the pictures of one request
 * @param decodeBytes most bytes of native memory that all pictures take that are decoded at once
 */
public record ImageLimits(long maxPixels, long maxTogether, long decodeBytes) {

  /** The longest side, in pixels: JPEG's own limit. */
  static final int MOST_SIDE = 65_535;

  /** Scans that a progressive picture may have; encoders write 6 to 20. */
  static final int MOST_SCANS = 100;

  /**
   * Pixels times scans: what bounds the time that a progressive picture takes, to a few seconds.
   */
  static final long MOST_SCANNED = 1_200_000_000;

  /** No limits: for pictures of one's own. */
  public static final ImageLimits NONE = of(Long.MAX_VALUE);

  /** One that bounds nothing but the pixels of a picture. */
  public static ImageLimits of(long maxPixels) {
    return new ImageLimits(maxPixels, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  /** Throws an ImageException if pictures take too much time together. */
  void requireTogether(List<EncodedImage> images) throws ImageException {
    long work = EncodedImage.work(images);
    if (work > maxTogether) {
      throw ImageException.tooLarge(
          "the images of the request take as long to decode as %d pixels; at most %d are accepted"
              .formatted(work, maxTogether));
    }
  }

  /** Throws an ImageException that says which limit a picture breaks. */
  void require(ImageHeader header) throws ImageException {
    if (header.pixels() > maxPixels) {
      throw ImageException.tooLarge(
          "the image has %d x %d pixels; at most %d pixels are accepted"
              .formatted(header.width(), header.height(), maxPixels));
    }
    if (Math.max(header.width(), header.height()) > MOST_SIDE) {
      throw ImageException.tooLarge(
          "the image has %d x %d pixels; at most %d a side are accepted"
              .formatted(header.width(), header.height(), MOST_SIDE));
    }
    if (header.scans() > MOST_SCANS || header.scans() * header.pixels() > MOST_SCANNED) {
      throw ImageException.tooLarge(
          "the image has %d scans of %d pixels; at most %d scans and %d pixels in all are accepted"
              .formatted(header.scans(), header.pixels(), MOST_SCANS, MOST_SCANNED));
    }
  }

  /** Throws an ImageException if a picture alone takes more memory than there is for all. */
  void require(DecodeCost cost) throws ImageException {
    if (cost.bytes() > decodeBytes) {
      throw ImageException.tooLarge(
          "the image takes %d bytes of memory to be decoded; there are %d"
              .formatted(cost.bytes(), decodeBytes));
    }
  }
}
