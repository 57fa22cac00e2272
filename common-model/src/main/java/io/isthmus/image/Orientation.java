package io.isthmus.image;

/**
 * How the stored pixels of a picture lie in the upright one. With the upright picture's column
 * {@code x} and row {@code y}: the stored column is {@code x}, or {@code y} where the picture is
 * transposed, counted from the other end where {@code flipX}; the stored row likewise.
 *
 * @param transposed whether stored rows are upright columns
 * @param flipX whether stored columns count from the right
 * @param flipY whether stored rows count from the bottom
 */
public record Orientation(boolean transposed, boolean flipX, boolean flipY) {

  /** Stored as it is to be seen. */
  static final Orientation UPRIGHT = new Orientation(false, false, false);

  /** The meaning of EXIF's values 1 to 8; any other value means upright. */
  static Orientation ofExif(int value) {
    return switch (value) {
      case 2 -> new Orientation(false, true, false);
      case 3 -> new Orientation(false, true, true);
      case 4 -> new Orientation(false, false, true);
      case 5 -> new Orientation(true, false, false);
      case 6 -> new Orientation(true, false, true);
      case 7 -> new Orientation(true, true, true);
      case 8 -> new Orientation(true, true, false);
      default -> UPRIGHT;
    };
  }
}
