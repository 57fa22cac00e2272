package io.isthmus.image;

/**
 * How pictures of any size become the network's input, as a package's manifest says.
 *
 * @param resize pixels that the shorter side becomes
 * @param height rows that are cut out of the centre then, at most {@code resize}
 * @param width columns likewise
 * @param interpolation the filter
 * @param orientation whether EXIF's orientation is applied or ignored
 * @param colours whether colour profiles are ignored or colours are brought to sRGB
 * @param reducedDecoding whether a large JPEG may be decoded at a half, a quarter or an eighth of
 *     its size, while its shorter side stays at least twice {@code resize}
 */
public record ImageTransform(
    int resize,
    int height,
    int width,
    Interpolation interpolation,
    ExifRule orientation,
    Colours colours,
    boolean reducedDecoding) {

  /** What becomes of EXIF's orientation. */
  public enum ExifRule {
    /** Pictures are turned upright. */
    APPLY,
    /** Pictures are taken as they are stored, as PIL and torchvision do if not told otherwise. */
    IGNORE
  }

  /** What becomes of colour profiles. */
  public enum Colours {
    /** They are not looked at, as PIL and torchvision do if not told otherwise. */
    IGNORE,
    /** Colours are brought to sRGB. */
    SRGB
  }

  /** Throws IllegalArgumentException that names the member that is wrong. */
  public ImageTransform {
    if (resize < 1 || resize > 4096) {
      throw new IllegalArgumentException("resize must be 1 to 4096 pixels, not " + resize);
    }
    if (height < 1 || width < 1 || Math.max(height, width) > resize) {
      throw new IllegalArgumentException(
          "resize must be at least the input's sides, %d x %d, not %d"
              .formatted(height, width, resize));
    }
  }
}
