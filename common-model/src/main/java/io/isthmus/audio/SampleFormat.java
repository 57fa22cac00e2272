package io.isthmus.audio;

import java.nio.ByteBuffer;

/** How a WAV file writes a sample; all but bytes are little-endian and signed. */
enum SampleFormat {
  /** Unsigned bytes, of which 128 is silence. */
  PCM_8(1) {
    @Override
    double read(ByteBuffer data, int index) {
      return ((data.get(index) & 0xff) - 128) / 128.0;
    }
  },
  /** Two bytes. */
  PCM_16(2) {
    @Override
    double read(ByteBuffer data, int index) {
      return data.getShort(index) / 32_768.0;
    }
  },
  /** Three bytes. */
  PCM_24(3) {
    @Override
    double read(ByteBuffer data, int index) {
      int low = data.getShort(index) & 0xffff;
      return (data.get(index + 2) << 16 | low) / 8_388_608.0;
    }
  },
  /** Four bytes. */
  PCM_32(4) {
    @Override
    double read(ByteBuffer data, int index) {
      return data.getInt(index) / 2_147_483_648.0;
    }
  },
  /** Single-precision floats. */
  FLOAT_32(4) {
    @Override
    double read(ByteBuffer data, int index) {
      return data.getFloat(index);
    }
  },
  /** Double-precision floats. */
  FLOAT_64(8) {
    @Override
    double read(ByteBuffer data, int index) {
      return data.getDouble(index);
    }
  };

  private final int bytes;

  SampleFormat(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one sample. */
  int bytes() {
    return bytes;
  }

  /** Whether it is a float, and no whole number. */
  boolean isFloat() {
    return this == FLOAT_32 || this == FLOAT_64;
  }

  /**
   * A sample; of whole numbers at least −1 and below 1.
   *
   * @param data in little-endian order
   * @param index of its first byte
   */
  abstract double read(ByteBuffer data, int index);
}
