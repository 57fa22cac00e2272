package io.isthmus.image;

import java.awt.Point;
import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ICC profile that a picture file carries. A profile that cannot be read, that lacks a part or
 * that is not about RGB is as none.
 */
final class ColourProfile {

  private static final int ICCP = 0x69434350;
  private static final int ICCP_RIFF = 0x49434350;
  private static final int MOST = 1 << 20;
  private static final Logger log = LoggerFactory.getLogger(ColourProfile.class);

  private ColourProfile() {}

  /**
   * Brings the colours of a small picture to sRGB.
   *
   * @param planes U8 [3,pixels], changed in place
   */
  static void toSrgb(EncodedImage image, ByteBuffer planes, int pixels) {
    ICC_Profile profile = profile(image);
    if (profile == null) {
      return;
    }
    try {
      convert(profile, planes, pixels);
    } catch (IllegalArgumentException | CMMException e) { // its tags are found wrong only in use
      log.debug("A colour profile is not used", e);
    }
  }

  private static void convert(ICC_Profile from, ByteBuffer planes, int pixels) {
    WritableRaster rgb =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, pixels, 1, 3, new Point());
    byte[] bytes = ((DataBufferByte) rgb.getDataBuffer()).getData();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = planes.get(i % 3 * pixels + i / 3);
    }
    ICC_Profile[] profiles = {from, ICC_Profile.getInstance(ColorSpace.CS_sRGB)};
    new ColorConvertOp(profiles, null).filter(rgb, rgb);
    for (int i = 0; i < bytes.length; i++) {
      planes.put(i % 3 * pixels + i / 3, bytes[i]);
    }
  }

  private static @Nullable ICC_Profile profile(EncodedImage image) {
    byte[] bytes = bytes(image);
    if (bytes == null) {
      return null;
    }
    try {
      ICC_Profile profile = ICC_Profile.getInstance(bytes);
      boolean rgb =
          profile.getColorSpaceType() == ColorSpace.TYPE_RGB && profile.getNumComponents() == 3;
      return rgb ? profile : null;
    } catch (IllegalArgumentException | CMMException e) {
      return null;
    }
  }

  private static byte @Nullable [] bytes(EncodedImage image) {
    return switch (image.header().format()) {
      case JPEG -> JpegProfile.read(image.bytes());
      case PNG -> inflated(Chunk.find(image.bytes(), ICCP));
      case WEBP -> copied(Chunk.findInRiff(image.bytes(), ICCP_RIFF));
    };
  }

  private static byte @Nullable [] copied(@Nullable ByteBuffer chunk) {
    if (chunk == null || chunk.remaining() > MOST) {
      return null;
    }
    byte[] bytes = new byte[chunk.remaining()];
    chunk.get(bytes);
    return bytes;
  }

  /** A PNG's profile: a name, a zero, the method, which is 0, and zlib data. */
  private static byte @Nullable [] inflated(@Nullable ByteBuffer chunk) {
    byte[] bytes = copied(chunk);
    int name = 0;
    while (bytes != null && name < bytes.length && bytes[name] != 0) {
      name++;
    }
    return bytes == null || name + 2 >= bytes.length ? null : inflate(bytes, name + 2);
  }

  private static byte @Nullable [] inflate(byte[] bytes, int from) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(bytes, from, bytes.length - from);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] part = new byte[4096];
      while (!inflater.finished() && out.size() <= MOST) {
        int n = inflater.inflate(part);
        if (n == 0) {
          return null;
        }
        out.write(part, 0, n);
      }
      return inflater.finished() ? out.toByteArray() : null;
    } catch (DataFormatException e) {
      return null;
    } finally {
      inflater.end();
    }
  }
}
