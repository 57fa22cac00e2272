package io.isthmus.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.SampleModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;

/**
 * PNG through the JDK: it is lossless, so that every decoder gives the same bits. Rows are taken as
 * they are decoded; only an interlaced picture is held whole, in native memory.
 */
final class PngDecoder {

  static {
    ImageIO.setUseCache(false); // no temporary files: the root file system may be read-only
  }

  private PngDecoder() {}

  /**
   * Decodes a PNG.
   *
   * @param memory gives room for that many bytes
   */
  static void decode(
      ByteBuffer file, ImageHeader header, IntFunction<ByteBuffer> memory, Sinks sinks)
      throws ImageException {
    if (!PngHeader.isIntact(file)) {
      throw ImageException.damaged();
    }
    ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
    try (ImageInputStream in = new BufferInputStream(file)) {
      reader.setInput(in, true, true); // other chunks than those of the pixels are passed over
      RowSink sink = sinks.of(header.width(), header.height());
      decode(reader, header, memory, sink);
    } catch (IOException | RuntimeException e) { // the decoder throws all kinds on damaged data
      throw ImageException.damaged();
    } finally {
      reader.dispose();
    }
  }

  private static void decode(
      ImageReader reader, ImageHeader header, IntFunction<ByteBuffer> memory, RowSink sink)
      throws IOException {
    ImageTypeSpecifier type = reader.getImageTypes(0).next();
    ColorModel colors = type.getColorModel();
    SampleModel samples =
        type.getSampleModel().createCompatibleSampleModel(header.width(), header.height());
    PixelRows pixels = new PixelRows(colors, samples);
    RowStore store =
        header.buffered() == 0 ? null : new RowStore(header.width(), header.height(), memory);
    ImageReadParam into = reader.getDefaultReadParam();
    CapturingRaster raster = new CapturingRaster(samples, pixels, sink, store);
    into.setDestination(new BufferedImage(colors, raster, false, null));
    reader.read(0, into);
    raster.finish();
  }
}
