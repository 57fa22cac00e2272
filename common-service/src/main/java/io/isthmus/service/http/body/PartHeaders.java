package io.isthmus.service.http.body;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of a part tell of it. An extended file name ({@code filename*}) in whatever
 * charset, or a type, makes no difference.
 *
 * @param name of the form field; null if there is none
 * @param fileName as the client calls the file; null if it names none
 */
record PartHeaders(@Nullable String name, @Nullable String fileName) {

  /** A part that tells nothing. */
  static final PartHeaders NONE = new PartHeaders(null, null);

  private static final String DISPOSITION = "content-disposition:";

  /** Reads headers, one a line; a line that begins with a blank goes on with the one before. */
  static PartHeaders parse(String headers) {
    return headers
        .replaceAll("\n[ \t]+", " ")
        .lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(DISPOSITION))
        .findFirst()
        .map(PartHeaders::disposition)
        .orElse(NONE);
  }

  private static PartHeaders disposition(String line) {
    Map<String, String> parameters = HeaderParameters.of(line);
    return new PartHeaders(parameters.get("name"), parameters.get("filename"));
  }
}
