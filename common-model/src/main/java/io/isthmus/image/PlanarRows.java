package io.isthmus.image;

import java.nio.ByteBuffer;

/** Lays a picture out upright and plane by plane: U8 [3,h,w], or as a part of one. */
final class PlanarRows implements RowSink {

  private final Orientation orientation;
  private final ByteBuffer planes;
  private final int height;
  private final Area area;
  private final byte[] line;

  /**
   * A part of planes.
   *
   * @param first index of its first pixel in a plane
   * @param stride pixels from one row to the next
   * @param plane pixels of a plane
   */
  record Area(int first, int stride, int plane) {

    /** All of planes that have room for one upright picture. */
    static Area whole(int width, int height) {
      return new Area(0, width, width * height);
    }
  }

  /**
   * For a picture of that stored size that fills its planes.
   *
   * @param planes room for 3·h·w bytes, from index 0
   */
  PlanarRows(int width, int height, Orientation orientation, ByteBuffer planes) {
    this(
        width,
        height,
        orientation,
        planes,
        orientation.transposed() ? Area.whole(height, width) : Area.whole(width, height));
  }

  /** For a picture of that stored size that gets a part of the planes. */
  PlanarRows(int width, int height, Orientation orientation, ByteBuffer planes, Area area) {
    this.height = height;
    this.orientation = orientation;
    this.planes = planes;
    this.area = area;
    this.line = new byte[width];
  }

  @Override
  public void row(int y, int[] rgb) {
    int across = orientation.flipY() ? height - 1 - y : y;
    for (int p = 0; p < 3; p++) {
      fill(rgb, 24 - 8 * p);
      int first = p * area.plane() + area.first();
      if (orientation.transposed()) {
        putColumn(first + across);
      } else {
        planes.put(first + across * area.stride(), line);
      }
    }
  }

  private void fill(int[] rgb, int shift) {
    int width = line.length;
    for (int x = 0; x < width; x++) {
      line[orientation.flipX() ? width - 1 - x : x] = (byte) (rgb[x] >>> shift);
    }
  }

  private void putColumn(int at) {
    for (int x = 0; x < line.length; x++) {
      planes.put(at + x * area.stride(), line[x]);
    }
  }
}
