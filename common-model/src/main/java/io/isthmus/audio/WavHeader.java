package io.isthmus.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The chunks that a WAV file consists of: {@code fmt } says how samples are written, {@code data}
 * has them. Others may lie between. Programs that write to a pipe do not know how much will come:
 * they leave sizes at 0 or at the largest number, and the samples then reach to the end.
 */
final class WavHeader {

  private static final int RIFF = 0x46464952; // the letters, the first one lowest
  private static final int WAVE = 0x45564157;
  private static final int FORMAT = 0x20746d66;
  private static final int DATA = 0x61746164;

  private static final int HEADER = 12;
  private static final int CHUNK_HEADER = 8;
  private static final int MOST_CHUNKS = 1000;

  /** Sizes from here on stand for one that was not known: no file that is read is that long. */
  private static final long UNKNOWN = 0x7fff_0000L;

  private final ByteBuffer file;

  private WavHeader(ByteBuffer file) {
    this.file = file;
  }

  /**
   * Reads the header.
   *
   * @param bytes the whole file, between position and limit
   * @throws AudioException if it is no WAV file, or not one that can be read
   */
  static WavFile read(ByteBuffer bytes) throws AudioException {
    ByteBuffer file = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    if (file.limit() < HEADER || file.getInt(0) != RIFF || file.getInt(8) != WAVE) {
      throw AudioException.unsupported("this is no WAV file (RIFF)");
    }
    return new WavHeader(file).read();
  }

  private WavFile read() throws AudioException {
    WavFormat format = null;
    long at = HEADER;
    for (int chunks = 0; chunks < MOST_CHUNKS && at + CHUNK_HEADER <= file.limit(); chunks++) {
      int type = file.getInt((int) at);
      long size = Integer.toUnsignedLong(file.getInt((int) at + Integer.BYTES));
      long content = at + CHUNK_HEADER;
      if (type == DATA) {
        return samples(format, (int) content, size);
      }
      if (type == FORMAT) {
        format = format(content, size);
      }
      at = content + size + (size & 1); // chunks begin at even places
    }
    throw AudioException.damaged("the WAV file has no samples: its chunk 'data' is missing");
  }

  private WavFormat format(long content, long size) throws AudioException {
    if (size > file.limit() - content) {
      throw AudioException.damaged("the WAV file ends within its chunk 'fmt '");
    }
    return WavFormat.read(file.slice((int) content, (int) size).order(ByteOrder.LITTLE_ENDIAN));
  }

  private WavFile samples(@Nullable WavFormat format, int content, long declared)
      throws AudioException {
    if (format == null) {
      throw AudioException.damaged("the WAV file has samples before it says how they are written");
    }
    int there = file.limit() - content;
    long size = isUnknown(declared) ? there : declared;
    if (size > there) {
      throw AudioException.damaged(
          "the WAV file is cut short: %d of %d bytes of samples are there"
              .formatted(there, declared));
    }
    int frames = (int) (size / format.frameBytes());
    if (frames == 0) {
      throw AudioException.damaged("the WAV file has no samples");
    }
    ByteBuffer data = file.slice(content, frames * format.frameBytes());
    return new WavFile(format, frames, data.order(ByteOrder.LITTLE_ENDIAN));
  }

  /** A size of 0 is meant where the file's own size is there and right. */
  private boolean isUnknown(long declared) {
    long whole = Integer.toUnsignedLong(file.getInt(Integer.BYTES));
    boolean open = whole == 0 || whole >= UNKNOWN;
    return declared >= UNKNOWN || (declared == 0 && open);
  }
}
