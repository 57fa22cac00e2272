package io.isthmus.calibrating;

import io.isthmus.wire.PeerText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which class each picture is of: a file of lines with a picture's name, a comma or a tab, and the
 * name or the number of its class. Names that hold a comma are quoted. A first line that begins
 * with {@code file} is a heading.
 */
public final class LabelFile {

  private static final int MOST_BYTES = 64 << 20;
  private static final int AMBIGUOUS = -1;
  private static final int LONGEST_SHOWN = 80;

  private final Path file;
  private final int classes;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<String, Integer> labels = new LinkedHashMap<>();

  private LabelFile(Path file, List<String> names, int classes) {
    this.file = file;
    this.classes = classes;
    for (int i = 0; i < names.size(); i++) {
      numbers.merge(names.get(i), i, (a, b) -> AMBIGUOUS);
    }
  }

  /**
   * Reads the labels of a folder's pictures.
   *
   * @param names the package's class names, or none
   * @param classes how many classes there are
   * @return numbers of classes by the names of files
   * @throws CalibrationException that names the line that is wrong
   */
  public static Map<String, Integer> read(Path file, List<String> names, int classes)
      throws IOException, CalibrationException {
    LabelFile labels = new LabelFile(file, names, classes);
    List<String> lines = text(file).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      boolean heading = i == 0 && lines.get(i).matches("\"?(?i:file|filename|image)\"?[,\t].*");
      if (!heading && !lines.get(i).isBlank()) {
        labels.line(lines.get(i).strip(), i + 1);
      }
    }
    return labels.labels;
  }

  private static String text(Path file) throws IOException, CalibrationException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new CalibrationException("%s has more than %d bytes".formatted(file, MOST_BYTES));
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new CalibrationException("%s is not UTF-8".formatted(file));
    }
  }

  private void line(String line, int number) throws CalibrationException {
    List<String> cells = cells(line);
    if (cells.size() != 2 || cells.get(0).isEmpty()) {
      throw wrong(number, "a line is a file, a comma or a tab, and a class");
    }
    String name = cells.get(0).startsWith("./") ? cells.get(0).substring(2) : cells.get(0);
    if (labels.put(name, classOf(cells.get(1), number)) != null) {
      throw wrong(number, "%s has a label already".formatted(shown(name)));
    }
  }

  private int classOf(String text, int line) throws CalibrationException {
    Integer named = numbers.get(text);
    if (named != null && named == AMBIGUOUS) {
      throw wrong(line, "several classes are called '%s': use a number".formatted(shown(text)));
    }
    if (named != null) {
      return named;
    }
    if (text.matches("[0-9]{1,9}") && Integer.parseInt(text) < classes) {
      return Integer.parseInt(text);
    }
    throw wrong(
        line,
        "'%s' is neither the name of a class nor a number of 0 to %d"
            .formatted(shown(text), classes - 1));
  }

  /** The cells between tabs where there is one, else between commas outside of quotes. */
  private static List<String> cells(String line) {
    String separator = line.indexOf('\t') >= 0 ? "\t" : ",";
    String[] cells = line.split(separator + "(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1);
    return List.of(cells).stream().map(String::strip).map(LabelFile::unquoted).toList();
  }

  private static String unquoted(String cell) {
    boolean quoted = cell.length() >= 2 && cell.startsWith("\"") && cell.endsWith("\"");
    return quoted ? cell.substring(1, cell.length() - 1).replace("\"\"", "\"") : cell;
  }

  private static String shown(String text) {
    return PeerText.shown(text, LONGEST_SHOWN);
  }

  private CalibrationException wrong(int line, String reason) {
    return new CalibrationException("%s, line %d: %s".formatted(file, line, reason));
  }
}
