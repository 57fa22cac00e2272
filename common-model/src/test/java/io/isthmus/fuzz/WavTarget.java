package io.isthmus.fuzz;

import io.isthmus.audio.AudioException;
import io.isthmus.audio.AudioInput;
import io.isthmus.audio.AudioInput.Longer;
import io.isthmus.audio.WavReader;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** WAV files: as many finite samples as the network takes, or refused. */
public final class WavTarget {

  private static final int SAMPLES = 500;
  private static final float LOUDEST = 200_000; // a filter may ring over what floats may be

  private WavTarget() {}

  /** One file, read from its start and from its middle, at a low and at a high rate. */
  public static void fuzzerTestOneInput(byte[] file) {
    for (Longer longer : Longer.values()) {
      for (int rate : new int[] {8000, 48_000}) {
        tryOne(file, new AudioInput(rate, SAMPLES, longer));
      }
    }
  }

  private static void tryOne(byte[] file, AudioInput input) {
    FloatBuffer samples = FloatBuffer.allocate(SAMPLES);
    try {
      new WavReader(input).read(ByteBuffer.wrap(file), samples);
    } catch (AudioException e) {
      return; // refused, as most are
    }
    if (samples.hasRemaining()) {
      throw new IllegalStateException("fewer samples than the network takes");
    }
    for (float sample : samples.array()) {
      if (!(Math.abs(sample) <= LOUDEST)) {
        throw new IllegalStateException("a sample of " + sample);
      }
    }
  }
}
