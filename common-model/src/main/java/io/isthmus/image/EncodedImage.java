package io.isthmus.image;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A JPEG or PNG whose header has been read and found acceptable; its pixels are not decoded yet.
 *
 * @param bytes the file as it was uploaded; not copied, and not to be changed. It may be a view of
 *     native memory whose owner must outlive this object
 * @param mediaType {@code image/jpeg} or {@code image/png}
 * @param width in pixels
 * @param height in pixels
 */
public record EncodedImage(ByteBuffer bytes, String mediaType, int width, int height) {

  /** A file on the heap. */
  public EncodedImage(byte[] bytes, String mediaType, int width, int height) {
    this(ByteBuffer.wrap(bytes), mediaType, width, height);
  }

  /** The same bytes, with a position of their own. */
  @Override
  public ByteBuffer bytes() {
    return bytes.duplicate();
  }

  /** Size of the file, in bytes. */
  public int length() {
    return bytes.remaining();
  }

  /** Number of pixels. */
  public long pixels() {
    return (long) width * height;
  }

  /** Number of pixels of several images. */
  public static long pixels(List<EncodedImage> images) {
    return images.stream().mapToLong(EncodedImage::pixels).sum();
  }
}
