package io.isthmus.image;

import java.nio.ByteBuffer;

/**
 * Resizes a picture and cuts its centre out, as torchvision does with a PIL image: the shorter side
 * becomes {@code resize} pixels, first along the upright picture's rows, then along its columns,
 * rounded to 8 bits between the two. Rows are taken as they come, so that the whole picture is
 * never in memory.
 */
final class Resampler {

  private Resampler() {}

  /**
   * What takes the rows of a picture of that stored size.
   *
   * @param how what the upright picture becomes
   * @param planes gets U8 [3,height,width] of the transform, from index 0
   */
  static RowSink of(
      int width, int height, Orientation orientation, ImageTransform how, ByteBuffer planes) {
    boolean turned = orientation.transposed();
    int shorter = Math.min(width, height);
    AxisWeights columns =
        axis(width, shorter, turned ? how.height() : how.width(), orientation.flipX(), how);
    AxisWeights rows =
        axis(height, shorter, turned ? how.width() : how.height(), orientation.flipY(), how);
    RowSink last = new PlanarRows(columns.count(), rows.count(), orientation, planes);
    if (!turned) {
      return new ResizedRows(columns, new ResizedColumns(rows, 0, columns.count(), last));
    }
    int first = columns.start(0);
    int used = columns.end(columns.count() - 1) - first;
    return new ResizedColumns(rows, first, used, new ResizedRows(columns, last));
  }

  /**
   * A side and the window that is cut out of it; counted from its other end where it is flipped.
   */
  private static AxisWeights axis(
      int side, int shorter, int crop, boolean flipped, ImageTransform how) {
    long resized = (long) how.resize() * side / shorter;
    long first = (long) Math.rint((resized - crop) / 2.0);
    return AxisWeights.of(
        side, resized, flipped ? resized - first - crop : first, crop, how.interpolation());
  }
}
