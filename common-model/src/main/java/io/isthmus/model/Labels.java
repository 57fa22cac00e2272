package io.isthmus.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Class names, one a line. */
final class Labels {

  private static final String FILE = "labels.txt";
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private Labels() {}

  /**
   * Reads those of a package; empty where it has none. A labels.txt that the manifest does not name
   * is taken as well, and its bytes by no SHA-256.
   *
   * @throws InvalidPackageException if they are not as many as there are classes
   */
  static List<String> read(PackageFiles files, Manifest manifest)
      throws IOException, InvalidPackageException {
    String file = Objects.requireNonNullElse(manifest.labels(), FILE);
    if (!files.has(file)) {
      if (manifest.labels() != null) {
        throw new InvalidPackageException(file + " is missing");
      }
      return List.of();
    }
    List<String> labels = parse(file, files.readText(file));
    int classes = manifest.network().namedClasses();
    if (labels.size() != classes) {
      throw new InvalidPackageException(
          "its %s holds %d names for %d classes (blank lines do not count)"
              .formatted(file, labels.size(), classes));
    }
    return labels;
  }

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
