package io.isthmus.hostile;

import io.isthmus.TestModel;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Photographs, whole and damaged. */
public final class Photos {

  private static final byte[] PNG_SIGNATURE = Request.ascii("\u0089PNG\r\n\u001a\n");

  private Photos() {}

  /** A sample of the repository: astronaut, chelsea, coffee or rocket. */
  public static byte[] sample(String name) {
    try {
      return Files.readAllBytes(TestModel.SAMPLES.resolve(name + ".jpg"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first part of a JPEG. */
  public static byte[] cutShort(byte[] file) {
    return Arrays.copyOf(file, file.length / 2);
  }

  /** A black PNG. */
  public static byte[] png(int width, int height) {
    return png(width, height, Color.BLACK);
  }

  /** A PNG of one colour. */
  public static byte[] png(int width, int height, Color colour) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = image.createGraphics();
    canvas.setColor(colour);
    canvas.fillRect(0, 0, width, height);
    canvas.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A PNG of under 100 bytes that declares that many pixels. */
  public static byte[] pngDeclaring(int width, int height) {
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    header.put((byte) 8).put((byte) 2);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.writeBytes(PNG_SIGNATURE);
    png.writeBytes(chunk("IHDR", header.array()));
    png.writeBytes(chunk("IDAT", Request.ascii("x\u009c\u0003\u0000\u0000\u0000\u0000\u0001")));
    png.writeBytes(chunk("IEND", new byte[0]));
    return png.toByteArray();
  }

  private static byte[] chunk(String type, byte[] data) {
    CRC32 crc = new CRC32();
    crc.update(Request.ascii(type));
    crc.update(data);
    return ByteBuffer.allocate(12 + data.length)
        .putInt(data.length)
        .put(Request.ascii(type))
        .put(data)
        .putInt((int) crc.getValue())
        .array();
  }

  /** The same file with one byte of its middle changed. */
  public static byte[] withADamagedByte(byte[] file) {
    byte[] damaged = file.clone();
    damaged[file.length / 2] ^= 0x55;
    return damaged;
  }

  /** A JPEG whose frame header declares 61166 × 61166 pixels; libjpeg itself stops at 65500. */
  public static byte[] jpegDeclaringMuch() {
    byte[] jpeg = sample("coffee");
    for (int i = 2; i < jpeg.length - 9; i++) {
      if (jpeg[i] == (byte) 0xff && (jpeg[i + 1] == (byte) 0xc0 || jpeg[i + 1] == (byte) 0xc2)) {
        Arrays.fill(jpeg, i + 5, i + 9, (byte) 0xee);
        return jpeg;
      }
    }
    throw new IllegalStateException("a JPEG without a frame");
  }
}
