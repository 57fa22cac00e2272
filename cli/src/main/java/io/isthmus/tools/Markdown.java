package io.isthmus.tools;

import java.util.Collections;
import java.util.List;

/** A page of headings, paragraphs and tables, growing. */
public final class Markdown {

  private final StringBuilder page = new StringBuilder();

  /** Adds a heading. */
  public Markdown heading(int level, String text) {
    return paragraph("#".repeat(level) + " " + text);
  }

  /** Adds a paragraph. */
  public Markdown paragraph(String text) {
    page.append(text).append("\n\n");
    return this;
  }

  /** Adds a table. */
  public Markdown table(List<String> head, List<List<String>> rows) {
    line(head);
    line(Collections.nCopies(head.size(), "---"));
    rows.forEach(this::line);
    page.append('\n');
    return this;
  }

  private void line(List<String> cells) {
    page.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  @Override
  public String toString() {
    return page.toString().stripTrailing() + "\n";
  }
}
