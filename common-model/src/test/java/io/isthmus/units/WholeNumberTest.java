package io.isthmus.units;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeNumberTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        " 7",
        "7 ",
        "+7",
        "-7",
        "-0",
        "007",
        "00",
        "7.0",
        "7e0",
        "0x7",
        "7_0",
        "٧",
        "７",
        "1\n",
        "9999999999999999999",
        "NaN",
        "seven"
      })
  void whatIsNotDigitsAloneIsNoNumber(String text) {
    assertThat(WholeNumber.parse(text, Long.MIN_VALUE, Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void aNumberIsTakenWithinItsBounds_andTheyBelongToThem() {
    assertThat(WholeNumber.parse("0", 0, 18)).hasValue(0);
    assertThat(WholeNumber.parse("18", 0, 18)).hasValue(18);
    assertThat(WholeNumber.parse("19", 0, 18)).isEmpty();
    assertThat(WholeNumber.parse("0", 1, 18)).isEmpty();
    assertThat(WholeNumber.parse("999999999999999999", 0, Long.MAX_VALUE))
        .hasValue(999999999999999999L);
  }
}
