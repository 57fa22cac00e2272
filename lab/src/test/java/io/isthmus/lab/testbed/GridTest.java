package io.isthmus.lab.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.isthmus.TestModel;
import io.isthmus.units.DataRate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GridTest {

  @Test
  void aRangeOfRatesGoesByDoubling() {
    assertThat(Rates.parse("1MB/s..128MB/s").values())
        .extracting(DataRate::toString)
        .containsExactly(
            "1MB/s", "2MB/s", "4MB/s", "8MB/s", "16MB/s", "32MB/s", "64MB/s", "128MB/s");
  }

  @Test
  void aRangeEndsBelowItsEndWhereThatIsNoDouble() {
    assertThat(Rates.parse("3MB/s..20MB/s").values())
        .extracting(DataRate::toString)
        .containsExactly("3MB/s", "6MB/s", "12MB/s");
  }

  @Test
  void ratesMayBeListed() {
    assertThat(Rates.parse("500kB/s,8MB/s").values())
        .extracting(DataRate::bytesPerSecond)
        .containsExactly(5e5, 8e6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "8", "8MB/s,1MB/s", "8MB/s..1MB/s", "1MB/s,,2MB/s", "1MB/s,1MB/s"})
  void otherRatesAreRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Rates.parse(text));
  }

  @Test
  void aGridHasACellForEveryRateInputAndBatch_smallBatchesFirst() {
    Grid grid =
        new Grid(
            Rates.parse("1MB/s,2MB/s").values(),
            List.of(InputPolicy.PHOTOS, InputPolicy.PRIVATE),
            List.of(1, 4));

    DataRate first = DataRate.parse("1MB/s");
    assertThat(grid.cells()).hasSize(8).doesNotHaveDuplicates();
    assertThat(grid.cells().subList(0, 4))
        .containsExactly(
            new Cell(first, InputPolicy.PHOTOS, 1),
            new Cell(first, InputPolicy.PRIVATE, 1),
            new Cell(first, InputPolicy.PHOTOS, 4),
            new Cell(first, InputPolicy.PRIVATE, 4));
    assertThat(grid.upTo(3).batches()).containsExactly(1);
  }

  @Test
  void policiesAreThoseThatChooseTheEndsOfTheChainAndEveryCompressiveCut() {
    assertThat(Policies.exact(TestModel.model().network()).of(InputPolicy.FRAMES))
        .extracting(Policy::name, Policy::query)
        .containsExactly(
            tuple("isthmus", "split=auto&plan=auto"),
            tuple("eq6", "split=auto&plan=single"),
            tuple("local", "split=18"),
            tuple("offload", "split=0"),
            tuple("block1 (3)", "split=3"),
            tuple("block3 (5)", "split=5"),
            tuple("block5 (7)", "split=7"),
            tuple("block11 (13)", "split=13"));
  }

  @Test
  void whatMustNotLeaveIsNotOffloaded() {
    assertThat(Policies.exact(TestModel.model().network()).of(InputPolicy.PRIVATE))
        .extracting(Policy::name)
        .contains("local", "block1 (3)")
        .doesNotContain("offload");
  }

  @Test
  void tablesHaveThePoliciesInTheChainsOrder() {
    List<String> names =
        List.of("block11 (13)", "offload", "eq6", "block1 (3)", "local", "isthmus");

    assertThat(names.stream().sorted(Policy.ORDER))
        .containsExactly("isthmus", "eq6", "local", "offload", "block1 (3)", "block11 (13)");
    assertThat(names.stream().filter(Policy::isFixed)).doesNotContain("isthmus", "eq6").hasSize(4);
  }
}
