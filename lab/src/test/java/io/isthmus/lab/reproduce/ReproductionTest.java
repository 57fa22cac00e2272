package io.isthmus.lab.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.cli.Csv;
import io.isthmus.cli.Markdown;
import io.isthmus.cli.predict.Samples;
import io.isthmus.cli.predict.State;
import io.isthmus.cli.service.Checkout;
import io.isthmus.network.Bottlenecks;
import io.isthmus.units.DataRate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReproductionTest {

  private static final Path COMMITTED = Checkout.find().root().resolve("docs/reproduction/data");

  @ParameterizedTest
  @CsvSource({
    "efficientnet_b0, 15, 4",
    "efficientnet_b4, 30, 4",
    "efficientnet_v2_l, 68, 3",
    "vgg16, 5, 2"
  })
  void naturalAndCompressiveBottlenecksAreThePapers(String network, int natural, int compressive)
      throws Exception {
    Bottlenecks bottlenecks = Bottlenecks.of(read(network).network());
    assertThat(bottlenecks.natural()).hasSize(natural);
    assertThat(bottlenecks.compressive()).hasSize(compressive);
  }

  @Test
  void allNetworksAreThereAndEveryBatchWasMeasured() throws Exception {
    for (List<String> names : List.of(Measured.PAPER, Measured.OTHERS)) {
      for (String name : names) {
        Measured measured = read(name);
        assertThat(measured.network().name()).isEqualTo(name);
        assertThat(measured.machines(1).largestBatch()).isEqualTo(64);
      }
    }
    assertThat(Measured.PAPER).hasSize(14);
  }

  @ParameterizedTest
  @EnumSource(Variant.class)
  void theCommittedTablesAreWhatTheCommandWrites(Variant variant) throws Exception {
    for (Speed speed : Speed.values()) {
      for (String network : List.of("efficientnet_b0", "efficientnet_b4")) {
        Case on = Case.of(read(network), variant, speed, Samples.mean());
        GridStudy study = new GridStudy(List.of(on));
        assertThat(committed("best-cuts.csv", BestCutRow.class, row -> matches(on, row)))
            .as("./isthmus reproduce was run after the last change")
            .isEqualTo(study.bestCuts());
        assertThat(committed("gains.csv", GainRow.class, row -> matches(on, row)))
            .isEqualTo(study.gains());
      }
    }
  }

  @Test
  void theCommittedTablesWithEncodingsAreWhatTheCommandWrites() throws Exception {
    Markdown page = new Markdown();
    LeanStudy.write(LeanStudy.read(Checkout.find().profiles(), Samples.mean()), page, null);
    assertThat(Files.readString(Checkout.find().root().resolve("docs/reproduction/tables.md")))
        .as("./isthmus reproduce was run after the last change")
        .contains(page.toString().strip());
  }

  @Test
  void onlyTheProductOfRateAndTimeDecides() throws Exception {
    Measured b4 = read("efficientnet_b4");
    Case core = Case.of(b4, Variant.EQ4, Speed.ONE_CORE, Samples.mean());
    Case fast = Case.of(b4, Variant.EQ4, Speed.FAST, Samples.mean());
    for (int batch : List.of(1, 7, 64)) {
      for (double rate = 1; rate <= 128; rate *= 1.1) {
        assertThat(fast.predictor().best(state(batch, rate)).option().cut())
            .isEqualTo(core.predictor().best(state(batch, rate / 32)).option().cut());
      }
    }
  }

  private static State state(int batch, double megabytesPerSecond) {
    return new State(batch, new DataRate(1e6 * megabytesPerSecond));
  }

  private static boolean matches(Case on, BestCutRow row) {
    return row.network().equals(on.network())
        && row.cost().equals(on.variant().id())
        && row.speed().equals(on.speed().id());
  }

  private static boolean matches(Case on, GainRow row) {
    return row.network().equals(on.network())
        && row.cost().equals(on.variant().id())
        && row.speed().equals(on.speed().id())
        && row.states().equals("grid");
  }

  private static <T> List<T> committed(String file, Class<T> row, Predicate<T> which)
      throws Exception {
    return Csv.read(COMMITTED.resolve(file), row).stream().filter(which).toList();
  }

  private static Measured read(String name) throws Exception {
    return Measured.read(Checkout.find().profiles(), List.of(name)).get(0);
  }
}
