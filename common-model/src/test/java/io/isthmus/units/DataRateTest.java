package io.isthmus.units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataRateTest {

  @ParameterizedTest
  @CsvSource({
    "8MB/s, 8e6, 8MB/s",
    "500kB/s, 5e5, 500kB/s",
    "0.25MB/s, 250e3, 250kB/s",
    "1000kB/s, 1e6, 1MB/s",
    "1.5GB/s, 1.5e9, 1.5GB/s",
    "12.34MB/s, 12.34e6, 12.3MB/s",
    "' 3 MB/s ', 3e6, 3MB/s",
    "64B/s, 64, 64B/s",
    "0.5B/s, 0.5, 0.5B/s",
  })
  void areReadAndWrittenWithTheirUnit(String text, double bytesPerSecond, String written) {
    DataRate rate = DataRate.parse(text);
    assertThat(rate.bytesPerSecond()).isEqualTo(bytesPerSecond);
    assertThat(rate).hasToString(written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "8",
        "8.5",
        "8e6",
        "MB/s",
        "8MB",
        "8Mb/s",
        "8mb/s",
        "8MB/h",
        "8KB/s",
        "8TB/s",
        "-8MB/s",
        "+8MB/s",
        "8,5MB/s",
        "1e400MB/s",
        "NaNMB/s",
        "InfinityB/s",
        "8MB/s 8MB/s",
        "0x8MB/s",
        ".5MB/s",
        "٨MB/s"
      })
  void anythingElseIsRefusedWithTheFormToUse(String text) {
    assertThatThrownBy(() -> DataRate.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("8MB/s");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0MB/s", "0.000B/s"})
  void noRateAtAllIsRefused(String text) {
    assertThatThrownBy(() -> DataRate.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("positive");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void valuesThatAreNoRateAreRefused(double bytesPerSecond) {
    assertThatThrownBy(() -> new DataRate(bytesPerSecond))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DataRate.parse("9".repeat(400) + "GB/s"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void whatIsWrittenIsReadBackToThreeFigures(
      @ForAll @DoubleRange(min = -2, max = 13) double magnitude) {
    DataRate rate = new DataRate(Math.pow(10, magnitude));
    assertThat(DataRate.parse(rate.toString()).bytesPerSecond())
        .isCloseTo(rate.bytesPerSecond(), withinPercentage(0.501));
  }
}
