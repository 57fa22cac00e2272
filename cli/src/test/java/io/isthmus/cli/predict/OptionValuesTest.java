package io.isthmus.cli.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.isthmus.cli.UsageException;
import io.isthmus.units.DataRate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionValuesTest {

  @Test
  void batchesAreARangeOrAList() {
    assertThat(Batches.parse("2..5").sizes()).containsExactly(2, 3, 4, 5);
    assertThat(Batches.parse("1,4,16").sizes()).containsExactly(1, 4, 16);
    assertThat(Batches.parse("7").sizes()).containsExactly(7);
    assertThat(Batches.upTo(3).sizes()).containsExactly(1, 2, 3);
    assertThat(Batches.powersUpTo(20).sizes()).containsExactly(1, 2, 4, 8, 16);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1..64", "1,4,16", "7"})
  void batchesAreWrittenAsTheyAreRead(String text) {
    assertThat(Batches.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0..4", "4..1", "1,1", "4,2", "0", "-1", "1.5", "1..", "1,,2", "99999"})
  void whatAreNoBatchesIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Batches.parse(text));
  }

  @Test
  void theNearestBatchIsNearestByRatio() {
    Batches batches = Batches.parse("1,4,16");
    assertThat(batches.nearest(1.9)).isEqualTo(1);
    assertThat(batches.nearest(2.1)).isEqualTo(4);
    assertThat(batches.nearest(7.9)).isEqualTo(4);
    assertThat(batches.nearest(1000)).isEqualTo(16);
  }

  @Test
  void batchesEndWhereTheProfilesEnd() throws UsageException {
    assertThat(Batches.parse("1,8").within(8).largest()).isEqualTo(8);
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Batches.parse("1,8").within(4))
        .withMessageContaining("only to 4");
  }

  @Test
  void ratesAreARangeOrOne() {
    assertThat(RateRange.parse("500kB/s..8MB/s"))
        .isEqualTo(new RateRange(new DataRate(5e5), new DataRate(8e6)))
        .hasToString("500kB/s..8MB/s");
    assertThat(RateRange.parse("1.5MB/s").low()).isEqualTo(RateRange.parse("1.5MB/s").high());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "..", "1..128", "1..128MB/s", "1MB/s..", "8MB/s..1MB/s", "1MB/s-2MB/s"})
  void whatAreNoRatesIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> RateRange.parse(text));
  }

  @Test
  void everyRateMeetsEveryBatch() {
    DataRate slow = new DataRate(1);
    DataRate fast = new DataRate(2);
    assertThat(State.all(List.of(slow, fast), Batches.upTo(2)))
        .containsExactly(
            new State(1, slow), new State(2, slow), new State(1, fast), new State(2, fast));
  }
}
