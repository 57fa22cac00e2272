package io.isthmus.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/** Lays the pixels of an image out as U8 [3,h,w]; transparency is dropped, as PIL's RGB does. */
final class PlanarRgb {

  private PlanarRgb() {}

  static byte[] of(BufferedImage image) {
    Raster raster = image.getRaster();
    if (raster.getDataBuffer() instanceof DataBufferByte data
        && raster.getSampleModel() instanceof ComponentSampleModel model
        && !(image.getColorModel() instanceof IndexColorModel)
        && raster.getParent() == null) {
      return fromBytes(image.getWidth(), image.getHeight(), data.getData(), model);
    }
    if (image.getColorModel() instanceof IndexColorModel) {
      return fromPalette(image);
    }
    return fromSamples(image);
  }

  /** Grey or colour, 8 bits a sample: what nearly every photograph decodes to. */
  private static byte[] fromBytes(int width, int height, byte[] data, ComponentSampleModel model) {
    byte[] planar = new byte[3 * width * height];
    int[] bandOffsets = model.getBandOffsets();
    int pixelStride = model.getPixelStride();
    for (int plane = 0; plane < 3; plane++) {
      int offset = bandOffsets[band(plane, bandOffsets.length)];
      int to = plane * width * height;
      for (int y = 0; y < height; y++) {
        int from = y * model.getScanlineStride() + offset;
        for (int x = 0; x < width; x++, from += pixelStride) {
          planar[to++] = data[from];
        }
      }
    }
    return planar;
  }

  private static byte[] fromPalette(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] planar = new byte[3 * width * height];
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        for (int plane = 0; plane < 3; plane++) {
          planar[(plane * height + y) * width + x] = (byte) (row[x] >> (16 - 8 * plane));
        }
      }
    }
    return planar;
  }

  /**
   * Any other depth, sample by sample: ImageIO's own conversion would treat grey as linear light
   * and so brighten it.
   */
  private static byte[] fromSamples(BufferedImage image) {
    Raster raster = image.getRaster();
    ColorModel colors = image.getColorModel();
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] planar = new byte[3 * width * height];
    int[] row = new int[width];
    int to = 0;
    for (int plane = 0; plane < 3; plane++) {
      int band = band(plane, raster.getNumBands());
      int max = (1 << colors.getComponentSize(band)) - 1;
      for (int y = 0; y < height; y++) {
        raster.getSamples(0, y, width, 1, band, row);
        for (int x = 0; x < width; x++) {
          planar[to++] = (byte) (row[x] * 255L / max);
        }
      }
    }
    return planar;
  }

  private static int band(int plane, int bands) {
    return bands < 3 ? 0 : plane; // grey, with or without alpha
  }
}
