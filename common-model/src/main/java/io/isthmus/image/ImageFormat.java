package io.isthmus.image;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The kinds of picture files that are taken, each known by its first bytes. */
public enum ImageFormat {
  /** Baseline and progressive JPEG, 8 bits a sample. */
  JPEG("image/jpeg"),
  /** PNG of any depth. */
  PNG("image/png"),
  /** WebP with one picture. */
  WEBP("image/webp");

  private static final long PNG_SIGNATURE = 0x89504e470d0a1a0aL; // \x89 P N G \r \n \x1a \n
  private static final int RIFF = 0x52494646;
  private static final int WEBP_TYPE = 0x57454250;

  private final String mediaType;

  ImageFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  /** The media type, such as {@code image/jpeg}. */
  public String mediaType() {
    return mediaType;
  }

  /** The format of a file between position and limit; null where it is none of these. */
  static @Nullable ImageFormat of(ByteBuffer file) {
    ByteBuffer b = file.slice();
    if (b.limit() >= 3 && b.getShort(0) == (short) 0xffd8 && b.get(2) == (byte) 0xff) {
      return JPEG;
    }
    if (b.limit() >= 8 && b.getLong(0) == PNG_SIGNATURE) {
      return PNG;
    }
    if (b.limit() >= 12 && b.getInt(0) == RIFF && b.getInt(8) == WEBP_TYPE) {
      return WEBP;
    }
    return null;
  }
}
