package io.isthmus.service.http.body;

import io.isthmus.service.observability.Quoted;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who the files of a request are: their number, counted from 1, and the name of the file where the
 * client tells one.
 *
 * @param kind what they are
 * @param fileNames as the client tells them, one for each
 */
public record UploadNames(UploadKind kind, List<@Nullable String> fileNames) {

  /** So many files without names. */
  public static UploadNames none(UploadKind kind, int count) {
    return new UploadNames(kind, Collections.nCopies(count, null));
  }

  /**
   * A file in a few words, such as {@code image 3 of 8 ("cat.jpg")}.
   *
   * @param index of the file, counted from 0
   */
  public String of(int index) {
    String fileName = fileNames.get(index);
    String place = "%s %d of %d".formatted(kind.noun(), index + 1, fileNames.size());
    return fileName == null ? place : place + " (" + Quoted.of(fileName) + ")";
  }
}
