package io.isthmus.model;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Class names, one a line. */
final class Labels {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private Labels() {}

  /**
   * Reads names in UTF-8. A byte order mark, Windows' line ends, blank lines and spaces around a
   * name do not matter.
   */
  static List<String> parse(String file, byte[] text) throws InvalidPackageException {
    String names = decode(file, text);
    String unmarked = names.startsWith(BYTE_ORDER_MARK) ? names.substring(1) : names;
    return unmarked.lines().map(String::strip).filter(name -> !name.isEmpty()).toList();
  }

  private static String decode(String file, byte[] text) throws InvalidPackageException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidPackageException("its %s is not UTF-8".formatted(file));
    }
  }
}
