package io.isthmus.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The ICC profile of a JPEG, which lies in one APP2 segment or in several that are numbered. */
final class JpegProfile {

  private static final byte[] NAME = "ICC_PROFILE\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int APP2 = 0xe2;
  private static final int SOS = 0xda;
  private static final int MOST = 1 << 20;

  private JpegProfile() {}

  /** The profile's bytes; null if there is none, a part is missing, or it is larger than 1 MiB. */
  static byte @Nullable [] read(ByteBuffer file) {
    SortedMap<Integer, byte[]> parts = new TreeMap<>();
    int count = 0;
    ByteBuffer in = file.slice().position(2);
    while (in.remaining() >= 4 && in.get() == (byte) 0xff) {
      int marker = in.get() & 0xff;
      int length = (in.getShort() & 0xffff) - 2;
      if (marker == SOS || length < 0 || length > in.remaining()) {
        break;
      }
      ByteBuffer data = in.slice(in.position(), length);
      if (marker == APP2 && length > NAME.length + 2 && startsWithName(data)) {
        count = data.get(NAME.length + 1) & 0xff;
        byte[] part = new byte[length - NAME.length - 2];
        data.get(NAME.length + 2, part);
        parts.put(data.get(NAME.length) & 0xff, part);
      }
      in.position(in.position() + length);
    }
    return joined(parts, count);
  }

  private static boolean startsWithName(ByteBuffer data) {
    return data.slice(0, NAME.length).equals(ByteBuffer.wrap(NAME));
  }

  private static byte @Nullable [] joined(SortedMap<Integer, byte[]> parts, int count) {
    if (count == 0 || parts.size() != count || parts.lastKey() != count) {
      return null;
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.values().forEach(all::writeBytes);
    return all.size() > MOST ? null : all.toByteArray();
  }
}
