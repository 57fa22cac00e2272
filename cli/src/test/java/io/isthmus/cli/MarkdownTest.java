package io.isthmus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownTest {

  private static final int WIDTH = 120;

  @Test
  void aParagraphIsBrokenBetweenItsWords() {
    String text = String.join(" ", Collections.nCopies(100, "word"));
    List<String> lines = new Markdown().paragraph(text).toString().lines().toList();
    assertThat(lines)
        .allMatch(line -> line.length() <= WIDTH && line.length() == line.strip().length());
    assertThat(lines.get(0)).hasSize(23 * 5 + 4);
    assertThat(String.join(" ", lines)).isEqualTo(text);
  }

  @Test
  void aLineIsFilledToItsLastCharacter() {
    assertThat(new Markdown().paragraph("a".repeat(60) + " " + "b".repeat(59) + " c").toString())
        .isEqualTo("a".repeat(60) + " " + "b".repeat(59) + "\nc\n");
  }

  @Test
  void aTableThatFitsIsOne() {
    assertThat(new Markdown().table(List.of("a", "b"), List.of(List.of("1", "2"))).toString())
        .isEqualTo("| a | b |\n| --- | --- |\n| 1 | 2 |\n");
  }

  @Test
  void aWideTableComesInParts_eachWithTheKeysAgain() {
    List<String> head = List.of("k", "l", "a".repeat(50), "b".repeat(50), "c".repeat(50));
    List<List<String>> rows = List.of(List.of("1", "2", "3", "4", "5"));
    String page = new Markdown().table(2, head, rows).toString();
    assertThat(page.lines()).allMatch(line -> line.length() <= WIDTH);
    assertThat(page)
        .contains("| 1 | 2 | 3 | 4 |\n\n")
        .endsWith("| k | l | " + "c".repeat(50) + " |\n| --- | --- | --- |\n| 1 | 2 | 5 |\n");
  }
}
