package io.isthmus.codec;

/**
 * How much has been going on at each place of an image, over the channels so far: a running mean of
 * the levels' magnitudes, each over the mean of its channel.
 */
final class LevelActivity {

  /** The activity of a level that is as large as the mean. */
  private static final int UNIT = 64;

  /** A new channel counts one eighth. */
  private static final int DECAY = 3;

  private static final int LARGEST = 31;
  private static final int[] MEANS = new int[LevelScale.KINDS];
  private static final int[] PER_LEVEL = new int[LevelScale.KINDS];

  static {
    for (int kind = 0; kind < LevelScale.KINDS; kind++) {
      MEANS[kind] = (int) (UNIT * LevelScale.mean(kind));
      PER_LEVEL[kind] = (int) (UNIT / Math.max(0.4, LevelScale.mean(kind)));
    }
  }

  private final LevelPlane plane;

  LevelActivity(TensorPlanes planes) {
    plane = new LevelPlane(planes);
  }

  /** Begins an image: every place is average. */
  void clear() {
    plane.fill(UNIT);
  }

  /** The magnitude to expect at a place in a channel of some kind, in 64ths of a level. */
  int expected(int i, int kind) {
    int up = i - plane.stride();
    int down = i + plane.stride();
    int beside = plane.get(i - 1) + plane.get(i + 1) + plane.get(up) + plane.get(down);
    return (MEANS[kind] * ((4 * plane.get(i) + beside) >> 3)) >> 6;
  }

  /** Learns the level of a channel at a place. */
  void learn(int i, int level, int kind) {
    int now = Math.min(LARGEST, Math.abs(level)) * PER_LEVEL[kind];
    int activity = plane.get(i);
    plane.set(i, activity + ((now - activity) >> DECAY));
  }
}
