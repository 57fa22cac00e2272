package io.isthmus.image;

import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import org.jspecify.annotations.Nullable;

/**
 * From a PNG's samples to RGB, as PIL's conversion does: transparency is dropped, grey is spread
 * over the three, a palette is looked up. Samples of another depth than 8 bits are scaled:
 * ImageIO's own conversion would treat grey as linear light and so brighten it.
 */
final class PixelRows {

  private final int @Nullable [] palette;
  private final int bands;
  private final int max;
  private int[] samples = {};

  PixelRows(ColorModel colors, SampleModel model) {
    this.bands = model.getNumBands();
    this.max = (1 << colors.getComponentSize(0)) - 1;
    this.palette = colors instanceof IndexColorModel index ? entries(index) : null;
  }

  private static int[] entries(IndexColorModel index) {
    int[] argb = new int[index.getMapSize()];
    index.getRGBs(argb);
    for (int i = 0; i < argb.length; i++) {
      argb[i] <<= 8;
    }
    return argb;
  }

  /** One pixel. */
  int rgb(int[] pixel) {
    if (palette != null) {
      return pixel[0] < palette.length ? palette[pixel[0]] : 0;
    }
    int first = scaled(pixel[0]);
    if (bands < 3) { // grey, with or without alpha
      return first * 0x01010100;
    }
    return first << 24 | scaled(pixel[1]) << 16 | scaled(pixel[2]) << 8;
  }

  private int scaled(int sample) {
    return max == 255 ? sample : (int) (sample * 255L / max);
  }

  /** A row of a raster. */
  void rgb(Raster rows, int y, int[] rgb) {
    if (bands == 3 && isBytes(rows)) {
      colour((DataBufferByte) rows.getDataBuffer(), y * rows.getWidth() * 3, rows.getWidth(), rgb);
      return;
    }
    int width = rows.getWidth();
    if (samples.length < bands * width) {
      samples = new int[bands * width];
    }
    rows.getPixels(rows.getMinX(), rows.getMinY() + y, width, 1, samples);
    int[] pixel = new int[bands];
    for (int x = 0; x < width; x++) {
      System.arraycopy(samples, bands * x, pixel, 0, bands);
      rgb[x] = rgb(pixel);
    }
  }

  /** What nearly every PNG is: three bytes side by side. */
  private static boolean isBytes(Raster rows) {
    return rows.getDataBuffer() instanceof DataBufferByte
        && rows.getDataBuffer().getDataType() == DataBuffer.TYPE_BYTE
        && rows.getSampleModel() instanceof PixelInterleavedSampleModel model
        && model.getPixelStride() == 3
        && model.getScanlineStride() == 3 * rows.getWidth()
        && model.getBandOffsets()[0] == 0
        && rows.getParent() == null;
  }

  private static void colour(DataBufferByte buffer, int from, int width, int[] rgb) {
    byte[] data = buffer.getData();
    for (int x = 0, at = from; x < width; x++, at += 3) {
      rgb[x] = (data[at] & 255) << 24 | (data[at + 1] & 255) << 16 | (data[at + 2] & 255) << 8;
    }
  }
}
