package io.isthmus.audio;

import java.util.Locale;

/**
 * What a network takes of a recording: mono samples at one rate, always as many.
 *
 * @param sampleRate samples a second, {@value #LOWEST_RATE} to {@value #HIGHEST_RATE}
 * @param samples how many of them; a shorter recording gets zeros at its end
 * @param longer what is taken of a longer one
 */
public record AudioInput(int sampleRate, int samples, Longer longer) {

  /** The lowest rate of a network and of a file. */
  public static final int LOWEST_RATE = 1000;

  /** The highest rate of a network and of a file. */
  public static final int HIGHEST_RATE = 384_000;

  /** What is taken of a recording that is longer than the input. */
  public enum Longer {
    /** Its first samples. */
    START,
    /** Those in its middle. */
    CENTRE;

    /** The name in a manifest. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Throws IllegalArgumentException for a rate that is not known, or without samples. */
  public AudioInput {
    if (sampleRate < LOWEST_RATE || sampleRate > HIGHEST_RATE || samples < 1) {
      throw new IllegalArgumentException(
          "%d samples at %d a second".formatted(samples, sampleRate));
    }
  }
}
