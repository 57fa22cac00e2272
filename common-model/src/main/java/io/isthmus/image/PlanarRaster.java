package io.isthmus.image;

import java.awt.Point;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import java.awt.image.WritableRaster;
import java.nio.ByteBuffer;

/**
 * Where the JPEG decoder writes row after row: straight to the planes of U8 [3,h,w], so that the
 * picture, which is many times the size of its file, never lies on the Java heap.
 */
final class PlanarRaster extends WritableRaster {

  private final ByteBuffer planes;
  private final int plane;
  private final byte[] line;

  /**
   * A raster of 8-bit grey or RGB samples.
   *
   * @param model the size and the bands
   * @param planes room for 3·h·w bytes, beginning at index 0
   */
  PlanarRaster(SampleModel model, ByteBuffer planes) {
    super(model, new DataBufferByte(1), new Point());
    this.planes = planes;
    this.plane = model.getWidth() * model.getHeight();
    this.line = new byte[model.getWidth()];
  }

  /** Whether pictures of that kind are grey or RGB, 8 bits a sample, and nothing else. */
  static boolean canHold(ColorModel colors, SampleModel samples) {
    int bands = samples.getNumBands();
    return colors instanceof ComponentColorModel
        && samples.getDataType() == DataBuffer.TYPE_BYTE
        && !colors.hasAlpha()
        && (bands == 1 || bands == 3);
  }

  /** Takes whole rows, which the decoder holds as bytes with the bands of a pixel side by side. */
  @Override
  public void setRect(int left, int top, Raster rows) {
    byte[] data = ((DataBufferByte) rows.getDataBuffer()).getData();
    int bands = rows.getNumBands();
    for (int y = 0; y < rows.getHeight(); y++) {
      int row = y * width * bands;
      for (int p = 0; p < 3; p++) {
        int from = row + (bands == 1 ? 0 : p);
        for (int x = 0; x < width; x++, from += bands) {
          line[x] = data[from];
        }
        planes.put(p * plane + (top + y) * width, line);
      }
    }
  }
}
