package io.isthmus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void numbersStandToTheRightAndWordsToTheLeft() {
    Table table = Table.of("unit", "ms").row("stem", "1.5").row("b", "10.25").row("head", "–");

    assertThat(table.toString().lines())
        .containsExactly("unit     ms", "stem    1.5", "b     10.25", "head      –");
  }

  @Test
  void aWideTableIsPrintedInPartsThatFit100Columns_eachWithItsFirstColumn() {
    String wide = "x".repeat(40);
    Table table = Table.of("unit", "a", "b", "c").row("stem", wide, wide, wide);

    assertThat(table.toString())
        .isEqualTo(
            """
            unit  a%1$s  b
            stem  %2$s  %2$s

            unit  c
            stem  %2$s"""
                .formatted(" ".repeat(39), wide));
    assertThat(table.toString().lines()).allMatch(line -> line.length() <= 100);
  }
}
