package io.isthmus.image;

import io.isthmus.TestModel;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import javax.imageio.ImageIO;

/** Pictures for tests. */
public final class TestImages {

  private TestImages() {}

  /** A black PNG. */
  public static byte[] png(int width, int height) {
    return encode(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png");
  }

  /** A picture as {@code png} or {@code jpeg}. */
  public static byte[] encode(BufferedImage image, String format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException("no encoder for " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** One of the odd pictures of {@code src/test/resources/images}. */
  public static byte[] odd(String name) {
    try {
      return Files.readAllBytes(
          TestModel.ROOT.resolve("common-model/src/test/resources/images").resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Any bytes, as a picture whose header says nothing of interest. */
  public static EncodedImage anything(ByteBuffer bytes) {
    ImageHeader header = ImageHeader.plain(ImageFormat.PNG, 1, 1);
    return new EncodedImage(bytes, header, new DecodeCost(1, 0, 1), "");
  }
}
