package io.isthmus.codec;

/**
 * The contexts of a level: what is known of it from levels that have been coded before. Its
 * neighbours in the channel, the channel before and the activity at its place tell how large it may
 * be, and of which sign.
 */
final class LevelContexts {

  /** Decisions that are told apart in a context. */
  static final int DECISIONS = 16;

  /** The decision whether a level is zero. */
  static final int ZERO = 0;

  /** The decision whether a level is negative. */
  static final int NEGATIVE = 1;

  /** The model of single channels, whose contexts are the most. */
  static final int CHANNEL = 1;

  /** Sums of magnitudes are told apart in these steps. */
  private static final int[] ENERGY_STEPS = {0, 1, 2, 3, 4, 6, 8, 11, 15, 21, 30, 43};

  private static final int ENERGIES = ENERGY_STEPS.length;
  private static final int[] ENERGY = new int[64];

  /** Slopes are told apart from -4 to 4, coarse ones by their sign, fine ones from -16 to 16. */
  private static final int SLOPES = 9;

  private static final int SIGNS = 3;
  private static final int FINE_SLOPES = 33;

  /** Channels beyond share the contexts of others. */
  private static final int MOST_CHANNELS = 512;

  static {
    for (int i = 0, bucket = 0; i < ENERGY.length; i++) {
      if (bucket + 1 < ENERGIES && i >= ENERGY_STEPS[bucket + 1]) {
        bucket++;
      }
      ENERGY[i] = bucket;
    }
  }

  private final int[] bases = new int[BitMixer.INPUTS];

  /** How many contexts each model has, for tensors of so many channels. */
  static int[] sizes(int channels) {
    int own = Math.min(channels, MOST_CHANNELS);
    int[] sizes = {
      ENERGIES * SLOPES,
      own * (ENERGIES / 2) * SIGNS,
      LevelScale.KINDS * ENERGIES * ENERGIES,
      7 * 7 * 5 * 5,
      own * 7 * SIGNS,
      LevelScale.KINDS * FINE_SLOPES,
      LevelScale.KINDS
    };
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] *= DECISIONS;
    }
    return sizes;
  }

  /**
   * Looks at what surrounds a place.
   *
   * @param channel its number
   * @param kind that of the channel's scale
   * @param plane the levels of the channel, as far as they have been coded
   * @param before at that place in the channel before
   * @param activity around that place
   * @param i the place in the plane
   */
  void look(int channel, int kind, LevelPlane plane, int before, int activity, int i) {
    int up = i - plane.stride();
    int w = plane.get(i - 1);
    int n = plane.get(up);
    int nw = plane.get(up - 1);
    int ne = plane.get(up + 1);
    int ww = plane.get(i - 2);
    int nn = plane.get(up - plane.stride());
    int near = 2 * (Math.abs(w) + Math.abs(n)) + Math.abs(nw) + Math.abs(ne);
    int energy = energy(near + Math.abs(ww) + Math.abs(nn));
    int slope = 2 * (w + n) + ne - nw;
    int sign = Integer.signum(slope) + 1;
    int own = channel % MOST_CHANNELS;
    bases[0] = energy * SLOPES + coarse(slope);
    bases[CHANNEL] = (own * (ENERGIES / 2) + energy / 2) * SIGNS + sign;
    bases[2] = (kind * ENERGIES + energy) * ENERGIES + energy(activity);
    bases[3] = ((clip(w, 3) * 7 + clip(n, 3)) * 5 + clip(ne, 2)) * 5 + clip(nw, 2);
    bases[4] = (own * 7 + clip(before, 3)) * SIGNS + sign;
    bases[5] = kind * FINE_SLOPES + clip(slope + ww / 2, 16);
    bases[6] = kind;
  }

  /** Sets the contexts of one of the decisions about the level. */
  void choose(BitMixer mixer, int decision) {
    for (int i = 0; i < bases.length; i++) {
      mixer.context(i, bases[i] * DECISIONS + decision);
    }
  }

  private static int energy(int sum) {
    return ENERGY[Math.min(sum, ENERGY.length - 1)];
  }

  private static int coarse(int slope) {
    int size = Math.abs(slope);
    int bucket = size == 0 ? 0 : size < 3 ? 1 : size < 6 ? 2 : size < 11 ? 3 : 4;
    return slope < 0 ? 4 - bucket : 4 + bucket;
  }

  private static int clip(int value, int limit) {
    return Math.max(-limit, Math.min(limit, value)) + limit;
  }
}
