package io.isthmus.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isthmus.cli.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SummaryTest {

  private static final Row FASTER = row("split", 13, 110.0, 100, 200, 400.0);
  private static final Row SLOWER = row("local", 18, 40.0, 50, 25, null);

  @Test
  void chosenCutsAndModesAreCounted() {
    Summary summary = Summary.of(List.of(FASTER, SLOWER, SLOWER));

    assertThat(summary.cuts()).isEqualTo(Map.of("unit13 (13)", 1L, "unit18 (18)", 2L));
    assertThat(summary.modes()).isEqualTo(Map.of("split", 1L, "local", 2L));
  }

  @Test
  void theErrorOfAPredictionIsRelativeToWhatWasMeasured() {
    assertThat(Summary.of(List.of(FASTER, SLOWER)).predictionError())
        .isCloseTo(0.15, within(1e-12)); // the median of 0.1 and 0.2
  }

  @Test
  void theErrorWhereTheNetworkWasCutIsToldApart() {
    Summary summary = Summary.of(List.of(FASTER, SLOWER));
    assertThat(summary.cutPredictionError()).isCloseTo(0.1, within(1e-12));
    assertThat(summary.cutOverPredicted()).isCloseTo(100 / 110.0, within(1e-12));
    assertThat(Summary.of(List.of(SLOWER)).cutPredictionError()).isNaN();
  }

  @Test
  void gainsAreGeometricMeansAndOffloadCountsOnlyWhereItIsAllowed() {
    Summary summary = Summary.of(List.of(FASTER, SLOWER));

    assertThat(summary.fasterThanLocal()).isCloseTo(1, within(1e-12)); // twice, and half
    assertThat(summary.fasterThanOffload()).isCloseTo(4, within(1e-12));
  }

  @Test
  void changedAnswersAreCounted() {
    Summary summary = Summary.of(List.of(FASTER, SLOWER));
    assertThat(summary.compared()).isEqualTo(20);
    assertThat(summary.changed()).isEqualTo(2);
  }

  @Test
  void aRowIsFlatInJson() {
    assertThat(Json.read(Json.write(FASTER), JsonNode.class).propertyNames())
        .containsExactly(
            "rate",
            "batch",
            "input",
            "rawInputMayLeave",
            "mode",
            "split",
            "unit",
            "encoding",
            "predictedMs",
            "measuredMs",
            "localMs",
            "offloadMs",
            "gain",
            "compared",
            "changed",
            "degraded");
  }

  private static Row row(
      String mode,
      int split,
      double predicted,
      double measured,
      double local,
      @Nullable Double offload) {
    return new Row(
        new Row.Situation("1MB/s", 1, "photos", offload != null),
        new Row.Choice(mode, split, "unit" + split, "raw"),
        new Row.Times(predicted, measured, local, offload),
        0,
        new Row.Agreement(10, 1, 0));
  }
}
