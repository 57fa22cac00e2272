package io.isthmus.decision;

/**
 * What a request brings.
 *
 * @param batch number of images
 * @param inputBytes bytes on the wire of the smallest faithful form of the input: the files as they
 *     were uploaded, or the tensor
 * @param imageWork what decoding the uploaded images takes, in pixels of a baseline JPEG; 0 where
 *     the input is a tensor already
 */
public record Workload(int batch, long inputBytes, long imageWork) {

  /** Whether the images came as files, so that somebody has to decode them. */
  public boolean cameAsFiles() {
    return imageWork > 0;
  }

  /** That many of its images, as if all were alike. */
  public Workload part(int images) {
    return new Workload(images, inputBytes * images / batch, imageWork * images / batch);
  }
}
