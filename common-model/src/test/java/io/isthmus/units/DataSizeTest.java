package io.isthmus.units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSizeTest {

  @ParameterizedTest
  @CsvSource({"60kB, 60000", "1.5MB, 1500000", "1B, 1", "' 2 GB ', 2000000000", "0.9B, 1"})
  void areReadWithTheirUnit(String text, long bytes) {
    assertThat(DataSize.parse(text)).isEqualTo(new DataSize(bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "60", "kB", "60kB/s", "60KB", "60 kilobytes", "-1kB", "6e4B", "1TB"})
  void anythingElseIsRefusedWithTheFormToUse(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DataSize.parse(text))
        .withMessageContaining("such as 60kB");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0B", "0.2B"})
  void nothingIsNoSize(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> DataSize.parse(text));
  }
}
