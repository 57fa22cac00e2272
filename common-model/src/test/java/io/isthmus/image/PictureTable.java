package io.isthmus.image;

import io.isthmus.MarkdownList;
import io.isthmus.TestModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The list of docs/inputs.md that the tests write: which pictures are taken, and as what. */
final class PictureTable {

  private static final Path PAGE = TestModel.ROOT.resolve("docs/inputs.md");
  private static final String BEGIN = "<!-- begin generated -->\n";
  private static final String END = "<!-- end generated -->\n";

  /** One kind of picture. */
  record Row(String picture, String treatment) {}

  private PictureTable() {}

  static String committed() throws IOException {
    String page = Files.readString(PAGE);
    return page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END));
  }

  static void write(List<Row> rows) throws IOException {
    String page = Files.readString(PAGE);
    Files.writeString(
        PAGE,
        page.substring(0, page.indexOf(BEGIN) + BEGIN.length())
            + text(rows)
            + page.substring(page.indexOf(END)));
  }

  static String text(List<Row> rows) {
    StringBuilder text = new StringBuilder();
    for (Row row : rows) {
      text.append(MarkdownList.item("%s: **%s**".formatted(row.picture(), row.treatment())));
    }
    return text.toString();
  }
}
