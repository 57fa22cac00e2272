package io.isthmus.image;

import java.util.Arrays;

/**
 * Resizes along columns: sums of weighted rows, which are passed on as soon as they are complete.
 * Only the few rows that are not are in memory.
 */
final class ResizedColumns implements RowSink {

  private static final int[] NONE = {};

  private final AxisWeights rows;
  private final int first;
  private final int columns;
  private final RowSink next;
  private final int[][] sums;
  private final int[] resized;
  private int finished;

  /**
   * {@code next} gets as many rows as {@code rows} has.
   *
   * @param first the first column that is of use; those before it are passed on as anything
   * @param columns how many are
   */
  ResizedColumns(AxisWeights rows, int first, int columns, RowSink next) {
    this.rows = rows;
    this.first = first;
    this.columns = columns;
    this.next = next;
    this.sums = new int[rows.count()][];
    this.resized = new int[first + columns];
    Arrays.fill(sums, NONE);
  }

  @Override
  public void row(int y, int[] rgb) {
    for (int i = finished; i < rows.count() && rows.start(i) <= y; i++) {
      if (y < rows.end(i)) {
        add(i, rgb, rows.weights(i)[y - rows.start(i)]);
      }
    }
    while (finished < rows.count() && rows.end(finished) <= y + 1) {
      pass(finished++);
    }
  }

  private void add(int i, int[] rgb, int weight) {
    if (sums[i] == NONE) {
      sums[i] = new int[3 * columns];
      Arrays.fill(sums[i], AxisWeights.HALF);
    }
    int[] sum = sums[i];
    for (int x = 0; x < columns; x++) {
      int pixel = rgb[first + x];
      sum[x] += (pixel >>> 24) * weight;
      sum[columns + x] += (pixel >>> 16 & 255) * weight;
      sum[2 * columns + x] += (pixel >>> 8 & 255) * weight;
    }
  }

  private void pass(int i) {
    int[] sum = sums[i];
    for (int x = 0; x < columns; x++) {
      resized[first + x] =
          AxisWeights.pixel(sum[x]) << 24
              | AxisWeights.pixel(sum[columns + x]) << 16
              | AxisWeights.pixel(sum[2 * columns + x]) << 8;
    }
    sums[i] = NONE;
    next.row(i, resized);
  }
}
