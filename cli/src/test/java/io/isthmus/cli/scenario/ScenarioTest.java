package io.isthmus.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.cli.Json;
import io.isthmus.cli.Outcome;
import io.isthmus.cli.predict.Batches;
import io.isthmus.cli.predict.State;
import io.isthmus.cli.trace.Sample;
import io.isthmus.cli.trace.Trace;
import io.isthmus.units.DataRate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ScenarioTest {

  private static final DataRate SLOW = new DataRate(1e6);
  private static final DataRate FAST = new DataRate(4e6);

  @Test
  void everySecondOfTheTraceBringsARequestOfEachBatch() {
    Trace trace =
        new Trace("made", List.of(new Sample(0, SLOW), new Sample(1.5, FAST), new Sample(2, SLOW)));
    assertThat(Scenario.states(trace, new Batches(List.of(1, 8))))
        .containsExactly(
            new State(1, SLOW),
            new State(8, SLOW),
            new State(1, SLOW),
            new State(8, SLOW),
            new State(1, SLOW),
            new State(8, SLOW));
  }

  @Test
  void aRequestInAnOutageWaitsForTheLink_unlessTheDeviceDoesItAlone(@TempDir Path folder)
      throws Exception {
    Trace trace =
        new Trace("made", List.of(new Sample(0, SLOW), new Sample(1, 0), new Sample(3, FAST)));
    assertThat(Scenario.states(trace, new Batches(List.of(1))))
        .startsWith(new State(1, SLOW), new State(1, FAST, 2000), new State(1, FAST, 1000));
    Path file = folder.resolve("late.csv");
    Files.writeString(file, "seconds,megabits_per_second\n100,800\n101,0\n103,800\n");
    JsonNode report = run(file, "--batches", "1", "--json");
    JsonNode local = report.at("/comparison/fixed").get(5);
    assertThat(local.path("unit").asString()).isEqualTo("head");
    assertThat(local.path("best").asInt()).isEqualTo(2);
  }

  @Test
  void theGainOverEveryFixedCutIsPrinted(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("link.csv");
    Files.writeString(file, "seconds,megabits_per_second\n0,0.8\n5,32\n");
    JsonNode report = run(file, "--scale", "10", "--batches", "1", "--against", "block5", "--json");

    assertThat(report.at("/name").asString()).isEqualTo("efficientnet_b4");
    assertThat(report.at("/trace").asString()).isEqualTo("link");
    assertThat(report.at("/meanRate").asString()).isEqualTo("20.5MB/s");
    assertThat(report.at("/comparison/states").asInt()).isEqualTo(10);
    assertThat(report.at("/comparison/fixed").findValuesAsString("unit"))
        .containsExactly("input", "block2", "block5", "block6", "block10", "block22", "head");
  }

  private static JsonNode run(Path trace, String... further) {
    Outcome outcome =
        Outcome.ofLine(
            "scenario MANIFEST --device PROFILE --edge PROFILE --slowdown 6 --trace",
            trace,
            further);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    return Json.read(outcome.out(), JsonNode.class);
  }
}
