package io.isthmus.service.http.body;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The parameters of a header's value, such as {@code form-data; name="images"}, read leniently:
 * what stands between two semicolons, in quotes or without, whatever characters it has.
 */
final class HeaderParameters {

  private HeaderParameters() {}

  /** Reads them by name, in lower case; of one that is there twice the first counts. */
  static Map<String, String> of(String header) {
    Map<String, String> parameters = new HashMap<>();
    int at = header.indexOf(';');
    while (at >= 0) {
      int equals = header.indexOf('=', at);
      if (equals < 0) {
        break;
      }
      String name = header.substring(at + 1, equals);
      name = name.substring(name.lastIndexOf(';') + 1).strip().toLowerCase(Locale.ROOT);
      int start = overBlanks(header, equals + 1);
      boolean quoted = start < header.length() && header.charAt(start) == '"';
      int end = quoted ? endOfQuotes(header, start + 1) : endOf(header, ';', start);
      String value = header.substring(quoted ? start + 1 : start, end);
      parameters.putIfAbsent(name, quoted ? value.replace("\\\"", "\"") : value.strip());
      at = header.indexOf(';', end);
    }
    return parameters;
  }

  private static int overBlanks(String header, int from) {
    int at = from;
    while (at < header.length() && Character.isWhitespace(header.charAt(at))) {
      at++;
    }
    return at;
  }

  /** A backslash counts before a quote alone: some browsers send paths of Windows as they are. */
  private static int endOfQuotes(String header, int from) {
    int at = endOf(header, '"', from);
    while (at < header.length() && header.charAt(at - 1) == '\\') {
      at = endOf(header, '"', at + 1);
    }
    return at;
  }

  private static int endOf(String header, char what, int from) {
    int at = header.indexOf(what, from);
    return at < 0 ? header.length() : at;
  }
}
