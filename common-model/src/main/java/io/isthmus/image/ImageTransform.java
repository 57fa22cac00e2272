package io.isthmus.image;

/**
 * How pictures of any size become the network's input, as a package's manifest says.
 *
 * @param fit what becomes of a picture of another shape than the input's
 * @param height rows of the input
 * @param width columns of the input
 * @param interpolation the filter
 * @param orientation whether EXIF's orientation is applied or ignored
 * @param colours whether colour profiles are ignored or colours are brought to sRGB
 * @param reducedDecoding whether a large JPEG may be decoded at a half, a quarter or an eighth of
 *     its size, while each side stays at least twice what it becomes
 */
public record ImageTransform(
    Fit fit,
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
    if (fit instanceof Fit.Crop crop) {
      requireCrop(crop.resize(), height, width);
    }
    if (fit instanceof Fit.Letterbox box) {
      requireColour(box.red());
      requireColour(box.green());
      requireColour(box.blue());
    }
  }

  private static void requireCrop(int resize, int height, int width) {
    if (resize < 1 || resize > 4096) {
      throw new IllegalArgumentException("resize must be 1 to 4096 pixels, not " + resize);
    }
    if (height < 1 || width < 1 || Math.max(height, width) > resize) {
      throw new IllegalArgumentException(
          "resize must be at least the input's sides, %d x %d, not %d"
              .formatted(height, width, resize));
    }
  }

  private static void requireColour(int value) {
    if (value < 0 || value > 255) {
      throw new IllegalArgumentException(
          "padding must be three numbers of 0 to 255, red, green and blue, not " + value);
    }
  }

  /** Where a picture of that stored size lies in the input. */
  Placement place(int columns, int rows, Orientation orientation) {
    return orientation.transposed()
        ? fit.place(rows, columns, width, height)
        : fit.place(columns, rows, width, height);
  }

  /** Where a picture lies in the input, in pixels of the size at which it is decoded. */
  Placement place(EncodedImage image) {
    ImageHeader header = image.header();
    int reduction = image.cost().reduction();
    return place(
        DecodeCost.reduced(header.width(), reduction),
        DecodeCost.reduced(header.height(), reduction),
        header.orientation());
  }
}
