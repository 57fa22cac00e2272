package io.isthmus;

import java.util.ArrayList;
import java.util.List;

/** Items of a Markdown list, in lines of at most 120 characters. */
public final class MarkdownList {

  private static final int WIDTH = 120;

  private MarkdownList() {}

  /** One item, with the line break at its end; a word that is longer than a line is not broken. */
  public static String item(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder("-");
    for (String word : text.strip().split("\\s+", -1)) {
      if (line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder(" ");
      }
      line.append(' ').append(word);
    }
    lines.add(line.toString());
    return String.join("\n", lines) + "\n";
  }
}
