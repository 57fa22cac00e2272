package io.isthmus.lab.testbed;

import io.isthmus.cli.Csv;
import io.isthmus.cli.UsageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The rows of a folder, each written at once: an interrupted sweep leaves what it has. */
final class Results {

  static final String FILE = "requests.csv";

  private final Path file;
  private final List<Observation> rows;

  private Results(Path file, List<Observation> rows) {
    this.file = file;
    this.rows = new ArrayList<>(rows);
  }

  /**
   * Opens a folder to add to it; the first row makes it. A last row that was cut off when its sweep
   * was killed is dropped.
   *
   * @throws UsageException if its file is of another form
   */
  static Results open(Path folder) throws IOException, UsageException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return new Results(file, List.of());
    }
    dropTornRow(file);
    return new Results(file, read(folder));
  }

  /**
   * Requires that a sweep of a network begins.
   *
   * @throws UsageException if there are rows of it already
   */
  void requireNoneOf(String model) throws UsageException {
    if (rows.stream().anyMatch(row -> row.request().model().equals(model))) {
      throw new UsageException(
          "%s holds results of %s already: add to them with --resume, or name another --out"
              .formatted(file.getParent(), model));
    }
  }

  /**
   * Reads the rows of a folder.
   *
   * @throws UsageException if there are none, or its file is of another form
   */
  static List<Observation> read(Path folder) throws IOException, UsageException {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new UsageException(folder + " holds no " + FILE);
    }
    try (var lines = Files.lines(file)) {
      String header = lines.findFirst().orElse("").replace("\"", "");
      if (!header.equals(Csv.header(Observation.class)) && !header.isEmpty()) {
        throw new UsageException(file + " is not of this version of the testbed");
      }
      return header.isEmpty() ? List.of() : Csv.read(file, Observation.class);
    }
  }

  private static void dropTornRow(Path file) throws IOException {
    String text = Files.readString(file);
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(whole.getBytes(StandardCharsets.UTF_8).length);
    }
  }

  /** All rows. */
  List<Observation> rows() {
    return List.copyOf(rows);
  }

  /** The rows of that request's cell. */
  List<Observation> cell(Observation.Asked asked) {
    return rows.stream().filter(row -> row.isIn(asked)).toList();
  }

  /** Whether that request has a row. */
  boolean has(Observation.Asked asked) {
    return rows.stream().anyMatch(row -> row.isOf(asked));
  }

  /** Adds a row. */
  void add(Observation row) throws IOException {
    Csv.append(file, Observation.class, row);
    rows.add(row);
  }
}
