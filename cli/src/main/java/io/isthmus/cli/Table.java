package io.isthmus.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Columns of text, each as wide as its widest cell; numbers to the right, words to the left. */
public final class Table {

  private static final int WIDTH = 100;
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  private Table(List<String> header) {
    rows.add(header);
  }

  /** A table with these column heads. */
  public static Table of(String... header) {
    return new Table(List.of(header));
  }

  /** Adds a row of as many cells as there are heads. */
  public Table row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  /**
   * The lines of the table, the heads first, at most {@value #WIDTH} characters long: a table that
   * is wider is printed in parts, one below the other, each with the first column again.
   */
  @Override
  public String toString() {
    return parts().stream().map(this::part).collect(Collectors.joining("\n\n"));
  }

  /** The columns of each part. */
  private List<List<Integer>> parts() {
    List<List<Integer>> parts = new ArrayList<>();
    int room = -1;
    for (int column = 1; column < rows.get(0).size(); column++) {
      room -= GAP.length() + width(column);
      if (room < 0) {
        parts.add(new ArrayList<>(List.of(0)));
        room = WIDTH - width(0) - GAP.length() - width(column);
      }
      parts.get(parts.size() - 1).add(column);
    }
    return parts.isEmpty() ? List.of(List.of(0)) : parts;
  }

  private String part(List<Integer> columns) {
    return rows.stream().map(row -> line(row, columns)).collect(Collectors.joining("\n"));
  }

  private String line(List<String> row, List<Integer> columns) {
    return columns.stream()
        .map(column -> padded(row.get(column), column))
        .collect(Collectors.joining(GAP))
        .stripTrailing();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private String padded(String cell, int column) {
    String fill = " ".repeat(width(column) - cell.length());
    return isNumeric(column) ? fill + cell : cell + fill;
  }

  private boolean isNumeric(int column) {
    return rows.stream()
        .skip(1)
        .map(row -> row.get(column))
        .allMatch(cell -> cell.matches("[-+×]?[0-9].*|–|"));
  }
}
