package io.isthmus.lab.soak;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** A picture that costs more than it weighs: 24 megapixels in a fifth of a megabyte. */
final class LargePicture {

  private static final int WIDTH = 6000;
  private static final int HEIGHT = 4000;

  private LargePicture() {}

  /** As a grey JPEG. */
  static byte[] jpeg() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY), "jpeg", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
