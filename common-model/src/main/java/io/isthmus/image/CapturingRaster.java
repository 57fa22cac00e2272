package io.isthmus.image;

import java.awt.Point;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import java.awt.image.WritableRaster;
import org.jspecify.annotations.Nullable;

/**
 * Where the JDK's PNG decoder writes its picture: nothing of it is kept here, so that the picture,
 * which is many times the size of its file, never lies on the Java heap. Rows come whole and in
 * order, or pixel by pixel in the order of a row, unless the picture is interlaced.
 */
final class CapturingRaster extends WritableRaster {

  private final PixelRows pixels;
  private final RowSink sink;
  private final @Nullable RowStore store;
  private final int[] row;
  private int open = -1; // the row that single pixels are being gathered for

  /**
   * A raster of that size.
   *
   * @param store holds an interlaced picture until it is complete; null for any other
   */
  CapturingRaster(SampleModel model, PixelRows pixels, RowSink sink, @Nullable RowStore store) {
    super(model, new DataBufferByte(1), new Point());
    this.pixels = pixels;
    this.sink = sink;
    this.store = store;
    this.row = new int[model.getWidth()];
  }

  @Override
  public void setRect(int left, int top, Raster rows) {
    for (int y = 0; y < rows.getHeight(); y++) {
      pixels.rgb(rows, y, row);
      if (store == null) {
        sink.row(top + y, row);
      } else {
        for (int x = 0; x < rows.getWidth(); x++) {
          store.set(left + x, top + y, row[x]);
        }
      }
    }
  }

  @Override
  public void setPixel(int x, int y, int[] samples) {
    int rgb = pixels.rgb(samples);
    if (store != null) {
      store.set(x, y, rgb);
      return;
    }
    if (y != open) {
      flush();
      open = y;
    }
    row[x] = rgb;
  }

  private void flush() {
    if (open >= 0) {
      sink.row(open, row);
    }
  }

  /** To be called once all has been decoded. */
  void finish() {
    flush();
    if (store != null) {
      store.replay(sink);
    }
  }
}
