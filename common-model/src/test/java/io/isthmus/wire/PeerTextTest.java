package io.isthmus.wire;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerTextTest {

  @Property
  void whateverIsSent_whatIsShownIsShortAndOnOneLineWithoutControls(
      @ForAll String text, @ForAll @IntRange(min = 0, max = 50) int longest) {
    String shown = PeerText.shown(text, longest);
    assertThat(shown.length()).isLessThanOrEqualTo(longest + 1);
    assertThat(shown).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
  }

  @ParameterizedTest
  @CsvSource({
    "'what it was', 'what it was'",
    "'größer, 大きい', 'größer, 大きい'",
    "'a\nb', 'a\\u000ab'",
    "'a\r\u001b[31mb', 'a\\u000d\\u001b[31mb'",
    "'a\u202eb\u2028', 'a\\u202eb\\u2028'",
    "'\ud83d', '\\ud83d'",
  })
  void whatIsNoLetterDigitOrSignIsWrittenAsItsNumber(String text, String shown) {
    assertThat(PeerText.shown(text)).isEqualTo(shown);
  }

  @Test
  void whatIsLongIsCut() {
    assertThat(PeerText.shown("abcdef", 3)).isEqualTo("abc…");
    assertThat(PeerText.shown("x".repeat(3_000_000))).hasSize(PeerText.LONGEST + 1);
    assertThat(PeerText.shown(null)).isEqualTo("null");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "other",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde\n",
        "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF"
      })
  void onlySixtyFourHexadecimalDigitsAreAFingerprint(String text) {
    assertThat(PeerText.isFingerprint(text)).isFalse();
    assertThat(PeerText.isFingerprint("0123456789abcdef".repeat(4))).isTrue();
  }
}
