package io.isthmus.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.encoding.Encoding;
import io.isthmus.encoding.Quantiser;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccuracyTest {

  private static final Quantiser QUANTISER =
      new Quantiser(List.of(new Quantiser.Channel(0, 0, 16)));

  @ParameterizedTest
  @ValueSource(strings = {"exact", "EXACT", " Exact "})
  void exactIsNoDifferenceAtAll(String text) {
    assertThat(Accuracy.parse(text)).contains(Accuracy.EXACT);
  }

  @ParameterizedTest
  @CsvSource({
    "0.01, 0.01",
    ".01, 0.01",
    "1e-2, 0.01",
    "1E-2, 0.01",
    "0.999999999, 0.999999999",
    "1.5e-3, 0.0015",
    "' 0.05 ', 0.05",
    "0.000000001, 1e-9",
    "0.10, 0.1",
  })
  void aNumberIsAShareOfChangedAnswers_andOfLossAfterTheWord(String text, double share) {
    assertThat(Accuracy.parse(text)).contains(new Accuracy.Changed(share));
    assertThat(Accuracy.parse(" Loss:" + text.strip())).contains(new Accuracy.Loss(share));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "0",
        "0.0",
        ".0",
        "1",
        "1.0",
        "1.5",
        "2",
        "-0.01",
        "+0.01",
        "NaN",
        "nan",
        "Infinity",
        "1e-999",
        "0e-1",
        "1e2",
        "9e-0",
        "0x1p-3",
        "0.01f",
        "0.01d",
        "1%",
        "1 %",
        "0,01",
        "٠.٠١",
        "０.０１",
        "0.0000000000001",
        "00.01",
        "0.01.1",
        ".",
        "e-2",
        "1e",
        "exactly",
        "exact:0.01",
        "loss",
        "loss:",
        "loss:0",
        "loss:1",
        "loss: 0.01",
        "loss:loss:0.01",
        "loss0.01",
        "loss=0.01",
        "0.01\n0.02",
        "null",
        "lossless",
        "0.01;exact",
      })
  void anythingElseIsNoBudget(String text) {
    assertThat(Accuracy.parse(text)).isEmpty();
    assertThat(Accuracy.parse("loss:" + text)).isEmpty();
  }

  @Property
  void whateverTextComesItIsABudgetOrNone(@ForAll String text) {
    Accuracy.parse(text)
        .ifPresent(budget -> assertThat(Accuracy.parse(budget.toString())).contains(budget));
  }

  @Property
  void aBudgetIsReadBackFromItsText(@ForAll @IntRange(min = 1, max = 999_999_999) int billionths) {
    double share = billionths / 1e9;
    Accuracy changed = new Accuracy.Changed(share);
    Accuracy loss = new Accuracy.Loss(share);
    assertThat(Accuracy.parse(changed.toString())).contains(changed);
    assertThat(Accuracy.parse(loss.toString())).contains(loss);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.1, 1.1, Double.NaN, Double.POSITIVE_INFINITY})
  void noShareIsAsLowAsZeroOrAsHighAsOne(double share) {
    assertThatThrownBy(() -> new Accuracy.Changed(share))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Accuracy.Loss(share)).isInstanceOf(IllegalArgumentException.class);
  }

  /** The table of the budgets: what each allows of what was measured. */
  @ParameterizedTest
  @CsvSource({
    "exact, raw, 1, , true",
    "exact, pixels, 1, , true",
    "exact, lossless, 1, , true",
    "exact, f16, 0, , false",
    "exact, q256, 0, 0, false",
    "0.01, lossless, 1, , true",
    "0.01, f16, 0.01, , true",
    "0.01, q16, 0.0101, , false",
    "0.01, q16, 0.0099, 0.5, true",
    "loss:0.01, raw, 1, , true",
    "loss:0.01, q16, 0.3, 0.0099, true",
    "loss:0.01, q16, 0.3, -0.02, true",
    "loss:0.01, q16, 0, 0.0101, false",
    "loss:0.01, f16, 0, , false", // the calibration had no labels
  })
  void aBudgetAllowsWhatItsBoundIsWithin(
      String budget, String encoding, double upper, @Nullable Double lossUpper, boolean allowed) {
    Accuracy accuracy = Accuracy.parse(budget).orElseThrow();
    assertThat(accuracy.allows(option(encoding, upper, lossUpper))).isEqualTo(allowed);
  }

  @Test
  void theMessageOfTheValuesNamesEachKind() {
    assertThat(Accuracy.VALUES).contains("exact", "0.01", "loss:");
  }

  private static CalibratedOption option(String name, double upper, @Nullable Double lossUpper) {
    Encoding encoding = Encoding.parse(name).orElseThrow();
    boolean quantised = encoding.kind() == Encoding.Kind.QUANTISED;
    Double accuracy = lossUpper == null ? null : 0.9;
    return new CalibratedOption(
        encoding, 10, 12, 0, upper, 0.1, accuracy, lossUpper, quantised ? QUANTISER : null);
  }
}
