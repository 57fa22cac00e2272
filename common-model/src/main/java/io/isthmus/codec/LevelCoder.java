package io.isthmus.codec;

import java.util.Arrays;

/**
 * Codes the levels of images: each as a symbol, whose distribution a {@link LevelMixer} predicts.
 * What has been learnt from one image serves the next.
 */
final class LevelCoder {

  private static final int MOST = LevelPriors.MOST;
  private static final int OTHERS = 2 * MOST + 1;
  private static final int LIMIT = 255;
  private static final int MOST_SHIFT = 8;

  private final RangeCoder coder;
  private final TensorPlanes planes;
  private final LevelMixer mixer;
  private final NumberCoder others = new NumberCoder();
  private final AdaptiveBits lastBits = new AdaptiveBits(3 * MOST_SHIFT, LIMIT);
  private final LevelActivity activity;
  private final LevelPlane plane;

  LevelCoder(RangeCoder coder, TensorPlanes planes) {
    this.coder = coder;
    this.planes = planes;
    this.mixer = new LevelMixer(coder);
    this.activity = new LevelActivity(planes);
    this.plane = new LevelPlane(planes);
  }

  /** Begins an image. */
  void beginImage() {
    activity.clear();
  }

  /**
   * Codes the levels of the next channel of an image.
   *
   * @param levels around zero; a reader sets them
   * @param scale their {@link LevelScale}
   */
  void code(int[] levels, int scale) {
    if (scale == 0) {
      Arrays.fill(levels, 0);
      return;
    }
    plane.fill(0);
    for (int y = 0; y < planes.height(); y++) {
      codeRow(levels, y, scale);
    }
  }

  private void codeRow(int[] levels, int y, int scale) {
    int shift = LevelScale.shift(scale);
    int kind = LevelScale.kind(scale);
    int half = (1 << shift) >> 1;
    int i = plane.row(y);
    int first = y * planes.width();
    for (int k = first; k < first + planes.width(); k++, i++) {
      int level = levels[k] + half;
      int coarse = codeCoarse(level >> shift, i, kind);
      plane.set(i, coarse);
      activity.learn(i, coarse, kind);
      levels[k] = codeLastBits(level, shift, coarse) - half;
    }
  }

  private int codeCoarse(int level, int i, int kind) {
    int up = i - plane.stride();
    int w = plane.get(i - 1);
    int n = plane.get(up);
    int nw = plane.get(up - 1);
    int magnitude = activity.expected(i, kind);
    int slope = LevelContexts.slope(2 * (w + n) + plane.get(up + 1) - nw, magnitude);
    int known = LevelContexts.ofActivity(LevelContexts.expected(magnitude), slope);
    int symbol = Math.abs(level) > MOST ? OTHERS : level + MOST;
    int coded = mixer.code(symbol, known, LevelContexts.ofNeighbours(w, n, nw));
    return coded == OTHERS ? codeOther(level) : coded - MOST;
  }

  private int codeOther(int level) {
    boolean negative = coder.bit(level < 0 ? 1 : 0, Probability.HALF) == 1;
    int magnitude = MOST + 1 + others.codeMagnitude(coder, Math.abs(level) - MOST - 1);
    return negative ? -magnitude : magnitude;
  }

  private int codeLastBits(int level, int shift, int coarse) {
    int value = coarse;
    int side = Integer.signum(coarse) + 1;
    for (int i = shift - 1; i >= 0; i--) {
      int context = side * MOST_SHIFT + shift - 1 - i;
      value = (value << 1) | lastBits.code(coder, (level >> i) & 1, context);
    }
    return value;
  }
}
