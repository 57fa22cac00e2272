package io.isthmus.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** A page of headings, paragraphs and tables, growing; its lines have at most 120 characters. */
public final class Markdown {

  private static final int WIDTH = 120;
  private static final int MARGINS = 3;

  private final StringBuilder page = new StringBuilder();

  /** Adds a heading. */
  public Markdown heading(int level, String text) {
    return block("#".repeat(level) + " " + text);
  }

  /** Adds a paragraph, broken into lines between its words. */
  public Markdown paragraph(String text) {
    StringBuilder lines = new StringBuilder();
    int room = WIDTH;
    for (String word : text.strip().split("\\s+", -1)) {
      boolean first = lines.length() == 0;
      boolean fits = first || word.length() <= room;
      lines.append(first ? "" : fits ? " " : "\n").append(word);
      room = (fits ? room : WIDTH) - word.length() - 1;
    }
    return block(lines.toString());
  }

  /** Adds lines as they are, as code. */
  public Markdown code(String text) {
    return block("    " + text.replace("\n", "\n    "));
  }

  /** Adds a table; one that is too wide is added in parts, each with the first column again. */
  public Markdown table(List<String> head, List<List<String>> rows) {
    return table(1, head, rows);
  }

  /**
   * Adds a table; one that is too wide is added in parts.
   *
   * @param keys how many columns, the first ones, stand in every part
   */
  public Markdown table(int keys, List<String> head, List<List<String>> rows) {
    List<List<String>> lines = new ArrayList<>(List.of(head));
    lines.addAll(rows);
    for (List<Integer> columns : parts(keys, lines)) {
      line(columns, head);
      line(columns, Collections.nCopies(head.size(), "---"));
      rows.forEach(row -> line(columns, row));
      page.append('\n');
    }
    return this;
  }

  /** The columns of each part. */
  private static List<List<Integer>> parts(int keys, List<List<String>> lines) {
    int columns = lines.get(0).size();
    List<List<Integer>> parts = new ArrayList<>();
    List<Integer> part = columns(0, keys);
    for (int column = keys; column < columns; column++) {
      part.add(column);
      if (part.size() > keys + 1 && width(part, lines) > WIDTH) {
        part.remove(part.size() - 1);
        parts.add(part);
        part = columns(0, keys);
        part.add(column);
      }
    }
    parts.add(part);
    return parts;
  }

  private static List<Integer> columns(int from, int to) {
    return new ArrayList<>(IntStream.range(from, to).boxed().toList());
  }

  private static int width(List<Integer> columns, List<List<String>> lines) {
    return lines.stream().mapToInt(line -> lineWidth(line, columns)).max().orElse(0);
  }

  private static int lineWidth(List<String> line, List<Integer> columns) {
    return 1 + columns.stream().mapToInt(column -> line.get(column).length() + MARGINS).sum();
  }

  private void line(List<Integer> columns, List<String> cells) {
    page.append("| ")
        .append(String.join(" | ", columns.stream().map(cells::get).toList()))
        .append(" |\n");
  }

  private Markdown block(String text) {
    page.append(text).append("\n\n");
    return this;
  }

  @Override
  public String toString() {
    return page.toString().stripTrailing() + "\n";
  }
}
