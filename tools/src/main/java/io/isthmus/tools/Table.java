package io.isthmus.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Columns of text, each as wide as its widest cell; numbers to the right, words to the left. */
public final class Table {

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

  /** The lines of the table, the heads first. */
  @Override
  public String toString() {
    return rows.stream().map(this::line).collect(Collectors.joining("\n"));
  }

  private String line(List<String> row) {
    return IntStream.range(0, row.size())
        .mapToObj(column -> padded(row.get(column), column))
        .collect(Collectors.joining("  "))
        .stripTrailing();
  }

  private String padded(String cell, int column) {
    int width = rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    String fill = " ".repeat(width - cell.length());
    return isNumeric(column) ? fill + cell : cell + fill;
  }

  private boolean isNumeric(int column) {
    return rows.stream()
        .skip(1)
        .map(row -> row.get(column))
        .allMatch(cell -> cell.matches("[-+×]?[0-9].*|–|"));
  }
}
