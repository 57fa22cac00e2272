package io.isthmus.image;

import java.util.List;

/**
 * A JPEG or PNG whose header has been read and found acceptable; its pixels are not decoded yet.
 *
 * @param bytes the file as it was uploaded; not copied, and not to be changed
 * @param mediaType {@code image/jpeg} or {@code image/png}
 * @param width in pixels
 * @param height in pixels
 */
@SuppressWarnings("ArrayRecordComponent") // the upload is passed on, never compared
public record EncodedImage(byte[] bytes, String mediaType, int width, int height) {

  /** Number of pixels. */
  public long pixels() {
    return (long) width * height;
  }

  /** Number of pixels of several images. */
  public static long pixels(List<EncodedImage> images) {
    return images.stream().mapToLong(EncodedImage::pixels).sum();
  }
}
