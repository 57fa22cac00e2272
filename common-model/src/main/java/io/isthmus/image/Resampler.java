package io.isthmus.image;

import java.nio.ByteBuffer;

/**
 * Brings a picture to the network's input, as PIL does: it is resized first along the upright
 * picture's rows, then along its columns, rounded to 8 bits between the two. Rows are taken as they
 * come, so that the whole picture is never in memory.
 */
final class Resampler {

  private Resampler() {}

  /**
   * What takes the rows of a picture of that stored size.
   *
   * @param how what the upright picture becomes
   * @param planes gets U8 [3,height,width] of the transform, from index 0; what lies beside the
   *     picture there is left alone
   */
  static RowSink of(
      int width, int height, Orientation orientation, ImageTransform how, ByteBuffer planes) {
    boolean turned = orientation.transposed();
    Placement place = how.place(width, height, orientation);
    Placement.Side across = place.across();
    Placement.Side down = place.down();
    AxisWeights columns =
        (turned ? down : across).weights(orientation.flipX(), how.interpolation());
    AxisWeights rows = (turned ? across : down).weights(orientation.flipY(), how.interpolation());
    PlanarRows.Area area =
        new PlanarRows.Area(
            down.at() * how.width() + across.at(), how.width(), how.width() * how.height());
    RowSink last = new PlanarRows(columns.count(), rows.count(), orientation, planes, area);
    if (!turned) {
      return new ResizedRows(columns, new ResizedColumns(rows, 0, columns.count(), last));
    }
    int first = columns.start(0);
    int used = columns.end(columns.count() - 1) - first;
    return new ResizedColumns(rows, first, used, new ResizedRows(columns, last));
  }

  /** Fills what lies beside the picture, where the input has room for more than that. */
  static void pad(EncodedImage image, ImageTransform how, ByteBuffer planes) {
    if (how.fit() instanceof Fit.Letterbox box) {
      Placement place = how.place(image);
      pad(place, how, (byte) box.red(), 0, planes);
      pad(place, how, (byte) box.green(), 1, planes);
      pad(place, how, (byte) box.blue(), 2, planes);
    }
  }

  private static void pad(
      Placement place, ImageTransform how, byte value, int plane, ByteBuffer planes) {
    int first = plane * how.width() * how.height();
    for (int y = 0; y < how.height(); y++) {
      boolean beside = !place.down().covers(y);
      for (int x = 0; x < how.width(); x++) {
        if (beside || !place.across().covers(x)) {
          planes.put(first + y * how.width() + x, value);
        }
      }
    }
  }
}
