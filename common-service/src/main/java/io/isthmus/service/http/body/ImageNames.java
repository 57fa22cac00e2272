package io.isthmus.service.http.body;

import io.isthmus.service.observability.Quoted;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who the images of a request are: their number, counted from 1, and the name of the file where the
 * client tells one.
 *
 * @param fileNames as the client tells them, one for each image
 */
public record ImageNames(List<@Nullable String> fileNames) {

  /** So many images without names. */
  public static ImageNames none(int count) {
    return new ImageNames(Collections.nCopies(count, null));
  }

  /**
   * An image in a few words, such as {@code image 3 of 8 ("cat.jpg")}.
   *
   * @param index of the image, counted from 0
   */
  public String of(int index) {
    String fileName = fileNames.get(index);
    String place = "image %d of %d".formatted(index + 1, fileNames.size());
    return fileName == null ? place : place + " (" + Quoted.of(fileName) + ")";
  }
}
