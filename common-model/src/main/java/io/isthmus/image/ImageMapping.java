package io.isthmus.image;

import java.util.List;

/**
 * From places in the network's input to those in the upright picture that lies in it, all in pixels
 * from the left and the upper side.
 */
public final class ImageMapping {

  private final Axis across;
  private final Axis down;

  private ImageMapping(Axis across, Axis down) {
    this.across = across;
    this.down = down;
  }

  /**
   * One direction.
   *
   * @param side the picture in it, in pixels of the size at which it is decoded
   * @param reduction that size is this part of the picture's
   * @param picture pixels of the picture
   * @param input pixels of the input
   */
  private record Axis(Placement.Side side, int reduction, int picture, int input) {

    float there(double place) {
      return (float) (side.inPicture(place) * reduction);
    }

    float within(double place) {
      return Math.max(0, Math.min(picture, there(place)));
    }
  }

  /** For a picture that is brought to the input by a transform. */
  public static ImageMapping of(EncodedImage image, ImageTransform transform) {
    ImageHeader header = image.header();
    boolean turned = header.orientation().transposed();
    int reduction = image.cost().reduction();
    int columns = turned ? header.height() : header.width();
    int rows = turned ? header.width() : header.height();
    Placement place = transform.place(image);
    return new ImageMapping(
        new Axis(place.across(), reduction, columns, transform.width()),
        new Axis(place.down(), reduction, rows, transform.height()));
  }

  /** For a picture that is the input itself. */
  public static ImageMapping identity(int width, int height) {
    Placement place = new Fit.Stretch().place(width, height, width, height);
    return new ImageMapping(
        new Axis(place.across(), 1, width, width), new Axis(place.down(), 1, height, height));
  }

  /** The left, upper, right and lower side of the input: of a part of the picture, or of more. */
  public List<Float> input() {
    return List.of(
        across.there(0), down.there(0), across.there(across.input()), down.there(down.input()));
  }

  /** A column, within the picture. */
  public float x(float column) {
    return across.within(column);
  }

  /** A row, within the picture. */
  public float y(float row) {
    return down.within(row);
  }
}
