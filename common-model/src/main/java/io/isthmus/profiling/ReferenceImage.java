package io.isthmus.profiling;

import io.isthmus.image.EncodedImage;
import io.isthmus.image.ImageException;
import io.isthmus.image.ImageReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** The image whose decoding is measured: drawn here, so that every machine has the same one. */
final class ReferenceImage {

  private static final int SIDE = 512;

  private ReferenceImage() {}

  /** The image as a JPEG, as a reader sees it. */
  static EncodedImage in(ImageReader reader) {
    try {
      return reader.inspect(jpeg());
    } catch (ImageException e) {
      throw new IllegalStateException("the reference image is our own", e);
    }
  }

  /** 512 × 512 pixels of smooth waves with some noise, about as detailed as a photograph. */
  private static byte[] jpeg() {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    SplittableRandom random = new SplittableRandom(1);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int wave = (int) (96 + 48 * (Math.sin(x / 23.0) + Math.cos(y / 17.0)));
        image.setRGB(x, y, (wave + random.nextInt(24)) * 0x010101);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "jpeg", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
