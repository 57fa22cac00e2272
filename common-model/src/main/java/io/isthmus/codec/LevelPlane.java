package io.isthmus.codec;

import java.util.Arrays;

/** The levels of one channel of one image, with a border of zeros, so that each has neighbours. */
final class LevelPlane {

  private final int height;
  private final int stride;
  private final int[] levels;

  LevelPlane(TensorPlanes planes) {
    height = planes.height();
    stride = planes.width() + 4;
    levels = new int[(height + 3) * stride];
  }

  /** The index of the first level of a row. */
  int row(int y) {
    return (y + 2) * stride + 2;
  }

  int stride() {
    return stride;
  }

  int get(int index) {
    return levels[index];
  }

  void set(int index, int level) {
    levels[index] = level;
  }

  void fill(int level) {
    Arrays.fill(levels, level);
  }
}
