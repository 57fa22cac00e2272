package io.isthmus.audio;

import java.nio.ByteBuffer;

/**
 * What the chunk {@code fmt } of a WAV file says.
 *
 * @param sample how a sample is written
 * @param channels samples of one time lie together, one for each channel
 * @param rate samples of a channel in a second
 */
record WavFormat(SampleFormat sample, int channels, int rate) {

  private static final String READ =
      "PCM of 8, 16, 24 or 32 bits and floats of 32 or 64 bits are read";

  private static final int LEAST_BYTES = 16;
  private static final int MOST_CHANNELS = 64;

  private static final int PCM = 1;
  private static final int FLOAT = 3;
  private static final int EXTENSIBLE = 0xfffe;

  /** An extensible format names the format in the first two of 16 bytes; these are the others. */
  private static final int SUBFORMAT = 24;

  private static final int EXTENSIBLE_BYTES = 40;
  private static final long SUBFORMAT_MIDDLE = 0x0010_0000_0000L;
  private static final long SUBFORMAT_END = 0x719b_3800_aa00_0080L;

  /** Reads a chunk; throws AudioException for a format that is not read. */
  static WavFormat read(ByteBuffer chunk) throws AudioException {
    if (chunk.limit() < LEAST_BYTES) {
      throw AudioException.damaged("the chunk 'fmt ' of the WAV file is too short");
    }
    int code = Short.toUnsignedInt(chunk.getShort(0));
    int channels = Short.toUnsignedInt(chunk.getShort(2));
    int rate = chunk.getInt(4);
    int frameBytes = Short.toUnsignedInt(chunk.getShort(12));
    int bits = Short.toUnsignedInt(chunk.getShort(14));
    SampleFormat sample = sample(code == EXTENSIBLE ? extended(chunk) : code, bits);
    if (channels < 1 || channels > MOST_CHANNELS) {
      throw AudioException.unsupported(
          "the WAV file has %d channels; 1 to %d are read".formatted(channels, MOST_CHANNELS));
    }
    if (rate < AudioInput.LOWEST_RATE || rate > AudioInput.HIGHEST_RATE) {
      throw AudioException.unsupported(
          "the WAV file has %s samples a second; %d to %d are read"
              .formatted(
                  Integer.toUnsignedString(rate), AudioInput.LOWEST_RATE, AudioInput.HIGHEST_RATE));
    }
    WavFormat format = new WavFormat(sample, channels, rate);
    if (format.frameBytes() != frameBytes) {
      throw AudioException.damaged(
          "the WAV file says that %d channels of %d bits take %d bytes"
              .formatted(channels, bits, frameBytes));
    }
    return format;
  }

  private static int extended(ByteBuffer chunk) throws AudioException {
    if (chunk.limit() < EXTENSIBLE_BYTES) {
      throw AudioException.damaged("the chunk 'fmt ' of the WAV file is too short");
    }
    long first = chunk.getLong(SUBFORMAT);
    boolean known =
        first >>> Short.SIZE == SUBFORMAT_MIDDLE
            && chunk.getLong(SUBFORMAT + Long.BYTES) == SUBFORMAT_END;
    return known ? (int) (first & 0xffff) : EXTENSIBLE;
  }

  private static SampleFormat sample(int code, int bits) throws AudioException {
    for (SampleFormat known : SampleFormat.values()) {
      if (code == (known.isFloat() ? FLOAT : PCM) && bits == Byte.SIZE * known.bytes()) {
        return known;
      }
    }
    String name =
        switch (code) {
          case PCM -> "PCM of %d bits".formatted(bits);
          case FLOAT -> "floats of %d bits".formatted(bits);
          case 2, 17 -> "ADPCM";
          case 6 -> "A-law";
          case 7 -> "\u00b5-law";
          case 85 -> "MP3";
          default -> "samples of format %d".formatted(code);
        };
    throw AudioException.unsupported("the WAV file has %s; %s".formatted(name, READ));
  }

  /** Bytes of the samples of one time. */
  int frameBytes() {
    return channels * sample.bytes();
  }
}
