package io.isthmus.image;

import org.jspecify.annotations.Nullable;

/**
 * What decoding a picture takes. It follows from the picture and the package alone, so that every
 * machine decodes a picture alike.
 *
 * @param reduction 1, 2, 4 or 8: the picture is decoded at that fraction of its size
 * @param bytes of native memory, while it is decoded
 * @param work the time, in pixels of a baseline JPEG that is decoded in full
 */
public record DecodeCost(int reduction, long bytes, long work) {

  /** A picture is decoded at a smaller size where it would take more: 240 MiB. */
  static final long MOST_BYTES = 240L << 20;

  /** A scan of a progressive JPEG takes that part of what a baseline picture takes. */
  private static final double SCAN = 0.06;

  /** The part of a JPEG's time that does not depend on the size at which it is decoded. */
  private static final double READ = 0.2;

  private static final double PNG = 3;

  /**
   * Bytes a pixel of the decoder's own rows, or of the copies that a package's own module makes.
   */
  private static final int PACKED = 4;

  private static final int MODULE = 3 + 3 * Float.BYTES;
  private static final int MOST_REDUCTION = 8;

  /**
   * The cost of a picture.
   *
   * @param transform how the package resizes; null where its own module does that, which takes a
   *     whole picture as floats
   */
  static DecodeCost of(ImageHeader header, @Nullable ImageTransform transform) {
    int reduction = transform == null ? 1 : allowed(header, transform);
    while (reduction < MOST_REDUCTION && bytes(header, reduction, transform) > MOST_BYTES) {
      reduction *= 2;
    }
    return new DecodeCost(reduction, bytes(header, reduction, transform), work(header, reduction));
  }

  private static int allowed(ImageHeader header, ImageTransform transform) {
    Placement whole = transform.place(header.width(), header.height(), header.orientation());
    int reduction = 1;
    while (transform.reducedDecoding()
        && header.format() == ImageFormat.JPEG
        && reduction < MOST_REDUCTION
        && whole.hasTwice(2 * reduction)) {
      reduction *= 2;
    }
    return reduction;
  }

  private static long bytes(ImageHeader header, int reduction, @Nullable ImageTransform transform) {
    long reduced = reduced(header.width(), reduction) * (long) reduced(header.height(), reduction);
    long rows =
        switch (header.format()) {
          case JPEG -> reduced * (header.grey() ? 1 : PACKED);
          case WEBP -> header.pixels() * PACKED;
          case PNG -> 0;
        };
    return header.buffered() + rows + (transform == null ? reduced * MODULE : 0);
  }

  /** All scans are read whatever the reduction; what becomes of them gets less. */
  private static long work(ImageHeader header, int reduction) {
    double pixel =
        switch (header.format()) {
          case JPEG -> READ + (1 - READ) / (reduction * reduction) + SCAN * (header.scans() - 1);
          case PNG -> PNG;
          case WEBP -> 1;
        };
    return Math.max(1, (long) (header.pixels() * pixel));
  }

  /** A side at a fraction of its size, rounded up as decoders do. */
  static int reduced(int side, int reduction) {
    return (side + reduction - 1) / reduction;
  }
}
