package io.isthmus.tools;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void numbersStandToTheRightAndWordsToTheLeft() {
    Table table = Table.of("unit", "ms").row("stem", "1.5").row("b", "10.25").row("head", "–");

    assertThat(table.toString().lines())
        .containsExactly("unit     ms", "stem    1.5", "b     10.25", "head      –");
  }
}
