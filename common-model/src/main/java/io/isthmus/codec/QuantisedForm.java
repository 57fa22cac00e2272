package io.isthmus.codec;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * The outline of a quantised payload: two bytes of a checksum, one that says how the rest is
 * written, and the rest.
 */
final class QuantisedForm {

  /** The rest is bounds and levels as they are. */
  static final byte STORED = 0;

  /** The rest is an arithmetic code. */
  static final byte CODED = 1;

  /** Bytes before the rest. */
  static final int HEAD = 3;

  /** Bytes of a channel's bounds where they are stored: exponent, lowest level. */
  static final int BOUNDS = Short.BYTES + Integer.BYTES;

  private QuantisedForm() {}

  /** Bytes of a payload that is stored. No other one is longer. */
  static long storedBytes(TensorPlanes planes, int batch) {
    return HEAD + (long) BOUNDS * planes.channels() + (long) planes.elements() * batch;
  }

  /** Writes the head before the rest of a payload. */
  static ByteBuffer finish(byte[] payload, byte form, int length) {
    payload[2] = form;
    short checksum = checksum(payload, 0, length);
    payload[0] = (byte) checksum;
    payload[1] = (byte) (checksum >> Byte.SIZE);
    return ByteBuffer.wrap(payload, 0, length);
  }

  /** Whether a payload's checksum is that of its bytes. */
  static boolean isWhole(byte[] bytes, int start, int length) {
    short told = (short) ((bytes[start] & 0xff) | (bytes[start + 1] << Byte.SIZE));
    return told == checksum(bytes, start, length);
  }

  /** The lower half of the CRC-32 of all that follows the checksum. */
  private static short checksum(byte[] bytes, int start, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, start + Short.BYTES, length - Short.BYTES);
    return (short) crc.getValue();
  }
}
