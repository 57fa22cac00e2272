package io.isthmus.image;

import java.nio.ByteBuffer;

/** Lays a picture out upright and plane by plane: U8 [3,h,w]. */
final class PlanarRows implements RowSink {

  private final int width;
  private final int height;
  private final Orientation orientation;
  private final ByteBuffer planes;
  private final byte[] line;

  /**
   * For a picture of that stored size.
   *
   * @param planes room for 3·h·w bytes, from index 0
   */
  PlanarRows(int width, int height, Orientation orientation, ByteBuffer planes) {
    this.width = width;
    this.height = height;
    this.orientation = orientation;
    this.planes = planes;
    this.line = new byte[width];
  }

  @Override
  public void row(int y, int[] rgb) {
    int across = orientation.flipY() ? height - 1 - y : y;
    for (int p = 0; p < 3; p++) {
      fill(rgb, 24 - 8 * p);
      int plane = p * width * height;
      if (orientation.transposed()) {
        putColumn(plane + across);
      } else {
        planes.put(plane + across * width, line);
      }
    }
  }

  private void fill(int[] rgb, int shift) {
    for (int x = 0; x < width; x++) {
      line[orientation.flipX() ? width - 1 - x : x] = (byte) (rgb[x] >>> shift);
    }
  }

  private void putColumn(int at) {
    for (int x = 0; x < width; x++) {
      planes.put(at + x * height, line[x]);
    }
  }
}
