package io.isthmus.codec;

import java.util.Arrays;

/**
 * Codes the levels of images. A level is told by decisions: is it zero, is it negative, and in
 * unary how far it is from zero. Each decision is predicted by a {@link BitMixer}. What has been
 * learnt from one image serves the next.
 */
final class LevelCoder {

  /** Magnitudes from here on are told by a number. */
  private static final int ESCAPE = LevelContexts.DECISIONS - 2;

  /** Weights differ with how much is known of the channel. */
  private static final int CONFIDENCES = 4;

  private static final int LIMIT = 255;
  private static final int MOST_SHIFT = 8;

  private final BitCoder coder;
  private final TensorPlanes planes;
  private final BitMixer mixer;
  private final LevelContexts contexts = new LevelContexts();
  private final NumberCoder escapes = new NumberCoder();
  private final AdaptiveBits lastBits = new AdaptiveBits(3 * MOST_SHIFT, LIMIT);
  private final LevelActivity activity;
  private LevelPlane plane;
  private LevelPlane before;

  LevelCoder(BitCoder coder, TensorPlanes planes) {
    this.coder = coder;
    this.planes = planes;
    this.mixer =
        new BitMixer(LevelContexts.sizes(planes.channels()), LevelContexts.DECISIONS * CONFIDENCES);
    this.activity = new LevelActivity(planes);
    this.plane = new LevelPlane(planes);
    this.before = new LevelPlane(planes);
  }

  /** Begins an image: no channel lies before its first one. */
  void beginImage() {
    plane.fill(0);
    activity.clear();
  }

  /**
   * Codes the levels of the next channel of an image.
   *
   * @param levels around zero; a reader of bits sets them
   * @param channel its number
   * @param scale their {@link LevelScale}
   */
  void code(int[] levels, int channel, int scale) {
    LevelPlane free = before;
    before = plane;
    plane = free;
    plane.fill(0);
    if (scale == 0) {
      Arrays.fill(levels, 0);
      return;
    }
    for (int y = 0; y < planes.height(); y++) {
      codeRow(levels, y, channel, scale);
    }
  }

  private void codeRow(int[] levels, int y, int channel, int scale) {
    int shift = LevelScale.shift(scale);
    int kind = LevelScale.kind(scale);
    int half = (1 << shift) >> 1;
    int i = plane.row(y);
    int first = y * planes.width();
    for (int k = first; k < first + planes.width(); k++, i++) {
      contexts.look(channel, kind, plane, before.get(i), activity.around(i), i);
      int level = levels[k] + half;
      int coarse = codeCoarse(level >> shift, kind);
      plane.set(i, coarse);
      activity.learn(i, coarse, kind);
      levels[k] = codeLastBits(level, shift, coarse) - half;
    }
  }

  private int codeCoarse(int level, int kind) {
    if (decide(level == 0, LevelContexts.ZERO, kind)) {
      return 0;
    }
    boolean negative = decide(level < 0, LevelContexts.NEGATIVE, kind);
    int magnitude = Math.abs(level);
    int told = 1;
    while (told < ESCAPE && decide(magnitude > told, LevelContexts.NEGATIVE + told, kind)) {
      told++;
    }
    if (told == ESCAPE) {
      told += escapes.codeMagnitude(coder, magnitude - ESCAPE);
    }
    return negative ? -told : told;
  }

  private boolean decide(boolean yes, int decision, int kind) {
    contexts.choose(mixer, decision);
    int seen = mixer.count(LevelContexts.CHANNEL);
    int confidence = seen < 3 ? 0 : seen < 12 ? 1 : seen < 60 ? 2 : 3;
    int set = decision * CONFIDENCES + confidence;
    return mixer.code(coder, yes ? 1 : 0, set, LevelPriors.of(kind, decision)) == 1;
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
