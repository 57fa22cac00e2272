package io.isthmus.image;

/** Resizes every row by itself. */
final class ResizedRows implements RowSink {

  private final AxisWeights columns;
  private final RowSink next;
  private final int[] resized;

  /** {@code next} gets rows of as many pixels as {@code columns} has. */
  ResizedRows(AxisWeights columns, RowSink next) {
    this.columns = columns;
    this.next = next;
    this.resized = new int[columns.count()];
  }

  @Override
  public void row(int y, int[] rgb) {
    for (int i = 0; i < resized.length; i++) {
      resized[i] = pixel(rgb, columns.start(i), columns.weights(i));
    }
    next.row(y, resized);
  }

  private static int pixel(int[] rgb, int start, int[] weights) {
    int red = AxisWeights.HALF;
    int green = AxisWeights.HALF;
    int blue = AxisWeights.HALF;
    for (int x = 0; x < weights.length; x++) {
      int pixel = rgb[start + x];
      int weight = weights[x];
      red += (pixel >>> 24) * weight;
      green += (pixel >>> 16 & 255) * weight;
      blue += (pixel >>> 8 & 255) * weight;
    }
    return AxisWeights.pixel(red) << 24
        | AxisWeights.pixel(green) << 16
        | AxisWeights.pixel(blue) << 8;
  }
}
