package io.isthmus.image;

/**
 * Passes a picture on at a whole fraction of its size: each pixel is the mean of a square of them,
 * or of what the picture has of it at its right and lower edge.
 */
final class BoxReducer implements RowSink {

  private final int width;
  private final int height;
  private final int factor;
  private final RowSink sink;
  private final int reduced;
  private final int[] sums;
  private final int[] rgb;

  /**
   * Rows of that size come in; {@code sink} gets those of a picture {@code factor} times smaller.
   */
  BoxReducer(int width, int height, int factor, RowSink sink) {
    this.width = width;
    this.height = height;
    this.factor = factor;
    this.sink = sink;
    this.reduced = (width + factor - 1) / factor;
    this.sums = new int[3 * reduced];
    this.rgb = new int[reduced];
  }

  @Override
  public void row(int y, int[] row) {
    for (int x = 0; x < width; x++) {
      int at = 3 * (x / factor);
      sums[at] += row[x] >>> 24;
      sums[at + 1] += row[x] >>> 16 & 255;
      sums[at + 2] += row[x] >>> 8 & 255;
    }
    if ((y + 1) % factor == 0 || y == height - 1) {
      sink.row(y / factor, means(y % factor + 1));
    }
  }

  private int[] means(int rows) {
    for (int x = 0; x < reduced; x++) {
      int n = rows * Math.min(factor, width - x * factor);
      rgb[x] = mean(3 * x, n) << 24 | mean(3 * x + 1, n) << 16 | mean(3 * x + 2, n) << 8;
    }
    return rgb;
  }

  private int mean(int at, int n) {
    int mean = (sums[at] + n / 2) / n;
    sums[at] = 0;
    return mean;
  }
}
