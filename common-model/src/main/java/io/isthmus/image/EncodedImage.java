package io.isthmus.image;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A picture whose header has been read and found acceptable; its pixels are not decoded yet.
 *
 * @param bytes the file as it was uploaded; not copied, and not to be changed. It may be a view of
 *     native memory whose owner must outlive this object
 * @param header what the file says of itself
 * @param cost what decoding it takes
 * @param place which of a request's pictures it is, such as {@code image 3 of 8}; may be empty
 */
public record EncodedImage(ByteBuffer bytes, ImageHeader header, DecodeCost cost, String place) {

  /** The same bytes, with a position of their own. */
  @Override
  public ByteBuffer bytes() {
    return bytes.duplicate();
  }

  /** The media type, such as {@code image/jpeg}. */
  public String mediaType() {
    return header.format().mediaType();
  }

  /** Size of the file, in bytes. */
  public int length() {
    return bytes.remaining();
  }

  /** Number of pixels. */
  public long pixels() {
    return header.pixels();
  }

  /**
   * What decoding and resizing several images takes, in pixels of a baseline JPEG that is decoded
   * in full: what profiles measure.
   */
  public static long work(List<EncodedImage> images) {
    return images.stream().mapToLong(image -> image.cost().work()).sum();
  }
}
