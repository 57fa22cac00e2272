package io.isthmus.fuzz;

import io.isthmus.image.EncodedImage;
import io.isthmus.image.ImageException;
import io.isthmus.image.ImageReader;
import java.nio.ByteBuffer;

/** The headers and pixels of images: within the bound of pixels, or refused. */
public final class ImageTarget {

  private static final int MAX_PIXELS = 1 << 14;
  private static final ImageReader READER = new ImageReader(MAX_PIXELS);

  private ImageTarget() {}

  /** One file. */
  public static void fuzzerTestOneInput(byte[] file) {
    try {
      EncodedImage image = READER.inspect(file);
      if (image.pixels() > MAX_PIXELS) {
        throw new IllegalStateException("more pixels than are accepted");
      }
      ByteBuffer rgb = READER.decode(image, ImageTarget::bounded).rgb();
      if (rgb.remaining() != 3 * image.pixels()) {
        throw new IllegalStateException("other pixels than the header announces");
      }
    } catch (ImageException e) {
      // refused, as most are
    }
  }

  private static ByteBuffer bounded(int bytes) {
    if (bytes > 3 * MAX_PIXELS) {
      throw new AssertionError("more is allocated than the bound allows");
    }
    return ByteBuffer.allocate(bytes);
  }
}
