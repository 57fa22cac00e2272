package io.isthmus.audio;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * Reads WAV files into a network's input. Device and edge compute the same bits of the same file.
 */
public final class WavReader {

  private final AudioInput input;

  /** A reader for a network that takes that of a recording. */
  public WavReader(AudioInput input) {
    this.input = input;
  }

  /** What the network takes of a recording. */
  public AudioInput input() {
    return input;
  }

  /**
   * Decodes a recording: mixed to mono, at the network's rate, cut or filled up with zeros to its
   * length. Takes two megabytes of the heap at most beside the target, however long the recording
   * is.
   *
   * @param file the whole file, between position and limit; left as it is
   * @param target with room for {@link AudioInput#samples()}, which is filled
   * @throws AudioException if it is no WAV file that can be read
   */
  public void read(ByteBuffer file, FloatBuffer target) throws AudioException {
    RateConverter samples = new RateConverter(WavHeader.read(file), input.sampleRate());
    long length = samples.length();
    long beyond = Math.max(0, length - input.samples());
    int own = (int) Math.min(length, input.samples());
    long first = input.longer() == AudioInput.Longer.CENTRE ? beyond / 2 : 0;
    FloatBuffer sound = target.slice(target.position(), own);
    samples.read(first, sound);
    for (int i = own; i < input.samples(); i++) {
      target.put(target.position() + i, 0);
    }
    target.position(target.position() + input.samples());
  }
}
