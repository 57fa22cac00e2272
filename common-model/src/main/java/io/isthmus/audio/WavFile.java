package io.isthmus.audio;

import java.nio.ByteBuffer;

/**
 * A WAV file whose header has been read; its samples are not decoded yet.
 *
 * @param format how they are written
 * @param frames how many there are of each channel, at least 1
 * @param data their bytes, in little-endian order; a view of the file
 */
record WavFile(WavFormat format, int frames, ByteBuffer data) {

  /** Beyond this a float is no sound: programs that do not scale to 1 scale to this. */
  private static final double LOUDEST = 32_768;

  /**
   * Decodes samples, the mean of all channels; before the first and after the last is silence.
   *
   * @param first which sample is wanted first; may be negative
   * @param target gets so many of them as it has room for
   * @throws AudioException if one of them is no finite number, or far too large
   */
  void read(long first, float[] target) throws AudioException {
    int channels = format.channels();
    int bytes = format.sample().bytes();
    for (int i = 0; i < target.length; i++) {
      long frame = first + i;
      if (frame < 0 || frame >= frames) {
        target[i] = 0;
        continue;
      }
      int at = (int) frame * format.frameBytes();
      double sum = 0;
      for (int c = 0; c < channels; c++) {
        sum += checked(format.sample().read(data, at + c * bytes));
      }
      target[i] = (float) (sum / channels);
    }
  }

  private static double checked(double sample) throws AudioException {
    if (!(Math.abs(sample) <= LOUDEST)) { // also where it is no number
      throw AudioException.damaged(
          "the WAV file has a sample of %s; floats are finite and lie between -1 and 1"
              .formatted(sample));
    }
    return sample;
  }
}
