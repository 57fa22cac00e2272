package io.isthmus.cli;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SequenceWriter;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvReadFeature;
import tools.jackson.dataformat.csv.CsvSchema;

/**
 * CSV with a header, one record a row: component {@code megabitsPerSecond} is the column {@code
 * megabits_per_second}.
 */
public final class Csv {

  private static final CsvMapper MAPPER =
      CsvMapper.builder()
          .enable(CsvReadFeature.EMPTY_STRING_AS_NULL)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY) // the order of the components
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private Csv() {}

  /**
   * Reads all rows; columns may stand in any order, and further ones are left alone.
   *
   * @throws UsageException if the file holds something else; the message names the file
   */
  public static <T> List<T> read(Path file, Class<T> row) throws IOException, UsageException {
    byte[] text = Files.readAllBytes(file);
    CsvSchema schema = schema(row).withColumnReordering(true);
    try (MappingIterator<T> rows = MAPPER.readerFor(row).with(schema).readValues(text)) {
      return rows.readAll();
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new UsageException(
          "%s is not a CSV of %s: see line %d"
              .formatted(file, String.join(",", schema.getColumnNames()), line));
    }
  }

  /** Writes a header and the rows; makes the folder. */
  public static <T> void write(Path file, Class<T> row, List<T> rows) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    try (Writer out = Files.newBufferedWriter(file);
        SequenceWriter values = MAPPER.writerFor(row).with(schema(row)).writeValues(out)) {
      values.writeAll(rows);
    }
  }

  /** Adds a row in one go, after a header where the file is new; makes the folder. */
  public static <T> void append(Path file, Class<T> type, T row) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    boolean begins = !Files.exists(file) || Files.size(file) == 0;
    CsvSchema schema = begins ? schema(type) : schema(type).withoutHeader();
    byte[] line = MAPPER.writerFor(type).with(schema).writeValueAsBytes(row);
    Files.write(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** The header of such rows, without the end of its line. */
  public static String header(Class<?> row) {
    return String.join(",", schema(row).getColumnNames());
  }

  private static CsvSchema schema(Class<?> row) {
    return MAPPER.schemaFor(row).withHeader();
  }
}
