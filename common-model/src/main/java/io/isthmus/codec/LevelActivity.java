package io.isthmus.codec;

/**
 * How much has been going on at each place of an image, over the channels so far: a running mean of
 * the levels' magnitudes, each over the mean of its channel.
 */
final class LevelActivity {

  /** The activity of a level that is as large as the mean. */
  private static final int UNIT = 64;

  /** A new channel counts one sixteenth. */
  private static final int DECAY = 4;

  private static final int LARGEST = 31;
  private static final int[] PER_LEVEL = new int[LevelScale.KINDS];

  static {
    for (int kind = 0; kind < LevelScale.KINDS; kind++) {
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

  /** The activity around a place: 16 is average. */
  int around(int i) {
    int stride = plane.stride();
    int beside = plane.get(i - 1) + plane.get(i + 1);
    return (4 * plane.get(i) + beside + plane.get(i - stride) + plane.get(i + stride)) >> 5;
  }

  /** Learns the level of a channel at a place. */
  void learn(int i, int level, int kind) {
    int now = Math.min(LARGEST, Math.abs(level)) * PER_LEVEL[kind];
    int activity = plane.get(i);
    plane.set(i, activity + ((now - activity) >> DECAY));
  }
}
