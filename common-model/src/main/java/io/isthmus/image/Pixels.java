package io.isthmus.image;

import java.nio.ByteBuffer;

/**
 * A decoded image.
 *
 * @param width in pixels
 * @param height in pixels
 * @param rgb planar: all red bytes row by row, then green, then blue: U8 [3,height,width]. It may
 *     be a view of native memory whose owner must outlive this object
 */
public record Pixels(int width, int height, ByteBuffer rgb) {

  /** Pixels on the heap. */
  public Pixels(int width, int height, byte[] rgb) {
    this(width, height, ByteBuffer.wrap(rgb));
  }

  /** The same bytes, with a position of their own. */
  @Override
  public ByteBuffer rgb() {
    return rgb.duplicate();
  }
}
