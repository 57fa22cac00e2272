package io.isthmus.image;

import io.isthmus.image.ImageException.Problem;
import java.awt.image.BufferedImage;
import java.awt.image.SampleModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads JPEG and PNG with the JDK's own decoders, in two steps: the header, which bounds what the
 * pixels will cost, and later the pixels. Device and edge use the same decoder, so both see the
 * same bits.
 */
public final class ImageReader {

  private static final Map<String, String> MEDIA_TYPES =
      Map.of("jpeg", "image/jpeg", "png", "image/png");

  static {
    ImageIO.setUseCache(false); // no temporary files: the root file system may be read-only
  }

  private final long maxPixels;

  /** A reader that refuses images of more than {@code maxPixels} pixels before decoding them. */
  public ImageReader(long maxPixels) {
    this.maxPixels = maxPixels;
  }

  /** Reads the header of a file on the heap; see the other method. */
  public EncodedImage inspect(byte[] file) throws ImageException {
    return inspect(ByteBuffer.wrap(file));
  }

  /**
   * Reads the header only.
   *
   * @param bytes the file, between position and limit; kept, not copied
   */
  public EncodedImage inspect(ByteBuffer bytes) throws ImageException {
    String format = formatOf(bytes);
    if (format == null) {
      throw new ImageException(Problem.NOT_AN_IMAGE, "this is neither a JPEG nor a PNG");
    }
    if (format.equals("png")) { // the JDK calls a size beyond its own limits damage
      requireAcceptable(PngFrame.width(bytes), PngFrame.height(bytes));
    }
    return withReader(format, bytes, reader -> header(format, bytes, reader));
  }

  /** Decodes the pixels to the heap; see the other method. */
  public Pixels decode(EncodedImage image) throws ImageException {
    return decode(image, ByteBuffer::allocate);
  }

  /**
   * Decodes the pixels; throws if the image is damaged, also where a decoder would only warn.
   *
   * @param memory gives room for that many bytes
   */
  public Pixels decode(EncodedImage image, IntFunction<ByteBuffer> memory) throws ImageException {
    String format = image.mediaType().substring("image/".length());
    if (format.equals("png") && !PngFrame.isIntact(image.bytes())) {
      throw damaged();
    }
    return withReader(
        format,
        image.bytes(),
        reader -> {
          AtomicBoolean warned = new AtomicBoolean();
          reader.addIIOReadWarningListener((source, warning) -> warned.set(true));
          Pixels pixels = pixels(format, reader, memory);
          if (warned.get()) { // the JDK fills what a truncated JPEG lacks with grey, and goes on
            throw damaged();
          }
          return pixels;
        });
  }

  private static Pixels pixels(
      String format, javax.imageio.ImageReader reader, IntFunction<ByteBuffer> memory)
      throws IOException {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    ImageTypeSpecifier type = reader.getImageTypes(0).next();
    SampleModel samples = type.getSampleModel();
    ByteBuffer planes = memory.apply(3 * width * height);
    if (format.equals("jpeg") && PlanarRaster.canHold(type.getColorModel(), samples)) {
      PlanarRaster raster =
          new PlanarRaster(samples.createCompatibleSampleModel(width, height), planes);
      ImageReadParam into = reader.getDefaultReadParam();
      into.setDestination(new BufferedImage(type.getColorModel(), raster, false, null));
      reader.read(0, into);
    } else {
      planes.put(0, PlanarRgb.of(reader.read(0)));
    }
    return new Pixels(width, height, planes);
  }

  private EncodedImage header(String format, ByteBuffer bytes, javax.imageio.ImageReader reader)
      throws IOException, ImageException {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    if (width < 1 || height < 1) {
      throw damaged();
    }
    requireAcceptable(width, height);
    return new EncodedImage(bytes, MEDIA_TYPES.getOrDefault(format, ""), width, height);
  }

  private void requireAcceptable(int width, int height) throws ImageException {
    if (width > 0 && height > 0 && (long) width * height > maxPixels) {
      throw new ImageException(
          Problem.TOO_LARGE,
          "the image has %d x %d pixels; at most %d pixels are accepted"
              .formatted(width, height, maxPixels));
    }
  }

  private interface Read<T> {
    T with(javax.imageio.ImageReader reader) throws IOException, ImageException;
  }

  private static <T> T withReader(String format, ByteBuffer bytes, Read<T> read)
      throws ImageException {
    Iterator<javax.imageio.ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    javax.imageio.ImageReader reader = readers.next();
    try (ImageInputStream in = new BufferInputStream(bytes)) {
      reader.setInput(in, true, true);
      return read.with(reader);
    } catch (IOException | RuntimeException e) { // the decoders throw all kinds on damaged data
      throw damaged();
    } finally {
      reader.dispose();
    }
  }

  private static ImageException damaged() {
    return new ImageException(
        Problem.DAMAGED, "the image is damaged, cut short or of a kind that cannot be decoded");
  }

  private static @Nullable String formatOf(ByteBuffer file) {
    ByteBuffer b = file.slice();
    if (b.limit() >= 3 && b.getShort(0) == (short) 0xffd8 && b.get(2) == (byte) 0xff) {
      return "jpeg";
    }
    if (b.limit() >= 8 && b.getLong(0) == 0x89504e470d0a1a0aL) { // \x89 P N G \r \n \x1a \n
      return "png";
    }
    return null;
  }
}
