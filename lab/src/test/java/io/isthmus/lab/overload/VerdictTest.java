package io.isthmus.lab.overload;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.cli.Claim;
import io.isthmus.cli.Csv;
import io.isthmus.cli.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class VerdictTest {

  private static LoadSample sample(double atMs, boolean again, int status, double ms) {
    return new LoadSample(atMs, again, status, ms, status == 503 ? 2 : 0, 10, Double.NaN, false);
  }

  private static LoadRow row(double load, double goodput, double p99Ms) {
    double none = Double.NaN;
    return new LoadRow(
        "edge",
        load,
        new LoadRow.Rates(100 * load, goodput),
        new LoadRow.Times(1, p99Ms),
        new LoadRow.Failures(0, 0, none, none, none),
        none,
        none,
        7);
  }

  @Test
  void roundsAreSummedUpAfterTheirWarmUps_andWhoComesBackIsCountedApart() {
    List<LoadSample> samples = new ArrayList<>();
    samples.add(sample(100, false, 200, 9_999)); // while it warms up
    for (int i = 0; i < 8; i++) {
      samples.add(sample(2_500 + i, false, i % 2 == 0 ? 200 : 503, i % 2 == 0 ? 40 : 1));
    }
    List<LoadSample> later = new ArrayList<>();
    later.add(sample(2_400, false, 503, 999)); // while it warms up
    later.add(sample(9_000, false, 500, 3));
    later.add(sample(9_500, false, 0, 3));
    later.add(sample(9_600, true, 200, 70));
    later.add(sample(9_700, true, 503, 1));
    Duration time = Duration.ofSeconds(10);
    LoadRow row =
        LoadRow.of("edge", 2, List.of(new Round(time, 9, samples), new Round(time, 7, later)));
    assertThat(row.limit()).isEqualTo(7);
    assertThat(row.rates().offeredPerS()).isEqualTo(10.0 / 15);
    assertThat(row.rates().goodputPerS()).isEqualTo(4.0 / 15);
    assertThat(row.times().p99Ms()).isEqualTo(40);
    assertThat(row.failures().refusedPercent()).isEqualTo(40);
    assertThat(row.failures().failedPercent()).isEqualTo(20);
    assertThat(row.failures().refusedAfterMs()).isEqualTo(1);
    assertThat(row.failures().retryAfterS()).isEqualTo(2);
    assertThat(row.failures().acceptedAgainPercent()).isEqualTo(50);
    assertThat(row.reportedQueueMs()).isEqualTo(10);
    assertThat(row.meanCut()).isNaN();
  }

  @Test
  void aRowIsFlatInCsvAndInJson() {
    assertThat(Csv.header(LoadRow.class))
        .isEqualTo(
            "target,load,offered_per_s,goodput_per_s,p50_ms,p99_ms,refused_percent,failed_percent,"
                + "refused_after_ms,retry_after_s,accepted_again_percent,reported_queue_ms,"
                + "mean_cut,limit");
    assertThat(Json.read(Json.write(row(1, 100, 20)), JsonNode.class).propertyNames())
        .containsExactly(
            "target",
            "load",
            "offeredPerS",
            "goodputPerS",
            "p50Ms",
            "p99Ms",
            "refusedPercent",
            "failedPercent",
            "refusedAfterMs",
            "retryAfterS",
            "acceptedAgainPercent",
            "reportedQueueMs",
            "meanCut",
            "limit");
  }

  @Test
  void theKneeIsTheLargestLoadThatIsNearlyAllAnswered() {
    Verdict verdict =
        Verdict.of("edge", List.of(row(0.5, 50, 10), row(0.75, 72, 20), row(2, 90, 41)));
    assertThat(verdict.kneeLoad()).isEqualTo(0.75);
    assertThat(verdict.claims()).extracting(Claim::holds).containsExactly(true, false);
    assertThat(verdict.claims().get(1).measured()).isEqualTo(41.0 / 20);
  }

  @Test
  void goodputThatFallsUnderOverloadIsSaid() {
    Verdict verdict =
        Verdict.of("edge", List.of(row(0.5, 50, 10), row(1, 100, 20), row(2, 89, 21)));
    assertThat(verdict.claims()).extracting(Claim::holds).containsExactly(false, true);
  }
}
