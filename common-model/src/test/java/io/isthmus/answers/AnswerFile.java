package io.isthmus.answers;

import io.isthmus.TestModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** docs/security/answers.csv: every row, sorted; every field in quotes. */
final class AnswerFile {

  static final Path PATH = TestModel.ROOT.resolve("docs/security/answers.csv");

  private static final String HEADER = "kind,service,what,seen,test";
  private static final Pattern FIELD = Pattern.compile("\"((?:[^\"]|\"\")*)\"(?:,|$)");

  private AnswerFile() {}

  static SortedSet<Seen> read() throws IOException {
    if (!Files.exists(PATH)) {
      return new TreeSet<>();
    }
    try (Stream<String> lines = Files.lines(PATH)) {
      return lines.skip(1).map(AnswerFile::parse).collect(Collectors.toCollection(TreeSet::new));
    }
  }

  static void write(SortedSet<Seen> rows) throws IOException {
    Files.createDirectories(PATH.getParent());
    Stream<String> lines = Stream.concat(Stream.of(HEADER), rows.stream().map(AnswerFile::format));
    Files.write(PATH, lines.toList());
  }

  static String format(Seen row) {
    return Stream.of(row.kind().name(), row.service(), row.what(), row.seen(), row.test())
        .map(field -> '"' + field.replaceAll("\\R", " ").replace("\"", "\"\"") + '"')
        .collect(Collectors.joining(","));
  }

  static Seen parse(String line) {
    List<String> fields = new ArrayList<>();
    for (Matcher m = FIELD.matcher(line); m.find(); ) {
      fields.add(m.group(1).replace("\"\"", "\""));
    }
    return new Seen(
        Seen.Kind.valueOf(fields.get(0)),
        fields.get(1),
        fields.get(2),
        fields.get(3),
        fields.get(4));
  }
}
