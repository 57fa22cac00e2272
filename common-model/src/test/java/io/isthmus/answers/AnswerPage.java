package io.isthmus.answers;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import io.isthmus.MarkdownList;
import io.isthmus.TestModel;
import io.isthmus.answers.Seen.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** The generated section of docs/security.md, which is the file of answers as people read it. */
final class AnswerPage {

  private static final Path PATH = TestModel.ROOT.resolve("docs/security.md");
  private static final String BEGIN = "<!-- begin generated -->\n";
  private static final String END = "<!-- end generated -->\n";
  private static final int EXAMPLES = 8;
  private static final int LONGEST = 60;

  private AnswerPage() {}

  /** The section as it stands in the page. */
  static String committed() throws IOException {
    String page = Files.readString(PATH);
    return page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END));
  }

  /** Puts the section into the page. */
  static void write(Collection<Seen> rows) throws IOException {
    String page = Files.readString(PATH);
    Files.writeString(
        PATH,
        page.substring(0, page.indexOf(BEGIN) + BEGIN.length())
            + section(rows)
            + page.substring(page.indexOf(END)));
  }

  /** The section that these rows make. */
  static String section(Collection<Seen> rows) {
    List<Seen> inputs = rows.stream().filter(row -> row.kind() == Kind.INPUT).toList();
    List<Seen> faults = rows.stream().filter(row -> row.kind() == Kind.FAULT).toList();
    StringBuilder text = new StringBuilder();
    text.append("### %d bad inputs\n\n".formatted(inputs.size()));
    text.append("Each item has the answer, the services that were tried, and the inputs.\n\n");
    inputs.stream()
        .collect(groupingBy(row -> kindOf(row.seen()), TreeMap::new, toList()))
        .forEach((answer, same) -> text.append(inputRow(answer, same)));
    text.append("\n### %d faults\n\n".formatted(faults.size()));
    text.append("Each item has the fault, the service, what is seen, and the test.\n\n");
    faults.forEach(row -> text.append(faultRow(row)));
    return text.toString();
  }

  private static String inputRow(String answer, List<Seen> same) {
    List<String> inputs = same.stream().map(row -> kindOfInput(row.what())).distinct().toList();
    String shown = inputs.stream().limit(EXAMPLES).map(AnswerPage::plain).collect(joining("; "));
    int more = inputs.size() - EXAMPLES;
    return MarkdownList.item(
        "**%s** (%s): %s"
            .formatted(
                plain(answer),
                same.stream().map(Seen::service).distinct().collect(joining(", ")),
                more > 0 ? "%s; and %d more".formatted(shown, more) : shown));
  }

  private static String faultRow(Seen row) {
    return MarkdownList.item(
        "**%s** (%s): %s `%s`"
            .formatted(plain(row.what()), row.service(), plain(row.seen()), row.test()));
  }

  /** Answers that differ only in what they quote are of one kind. */
  private static String kindOf(String answer) {
    return answer
        .replaceAll("'[^']*'", "'…'")
        .replaceAll("\\[[^\\]]*\\]", "[…]")
        .replaceAll("(resource) .*", "$1 …")
        .replaceAll("(?<=\\D )\\d+\\b", "…")
        .replaceAll("fingerprint \\w+", "fingerprint …");
  }

  /** What is tried in two forms is listed once. */
  private static String kindOfInput(String what) {
    String plain = what.replaceFirst("^pixels: ", "").replaceFirst(", chunked$", "");
    return plain.length() < LONGEST ? plain : plain.substring(0, LONGEST) + "…";
  }

  private static String plain(String text) {
    return text.replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_");
  }
}
