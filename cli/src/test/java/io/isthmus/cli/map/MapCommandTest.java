package io.isthmus.cli.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isthmus.cli.Csv;
import io.isthmus.cli.Json;
import io.isthmus.cli.Outcome;
import io.isthmus.cli.predict.FixedCut;
import io.isthmus.cli.predict.Made;
import io.isthmus.cli.predict.Predictor;
import io.isthmus.cli.predict.State;
import io.isthmus.units.DataRate;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class MapCommandTest {

  @TempDir private Path out = Path.of("");

  @Test
  void theTableHoldsEveryStateWithItsBestCut() throws Exception {
    map("--cost", "paper", "--rates", "1MB/s..4MB/s", "--batches", "1,16", "--against", "block10");

    Predictor predictor = new Predictor(Made.b4(), Made.paper());
    List<MapRow> rows = Csv.read(out.resolve("map.csv"), MapRow.class);
    assertThat(rows).hasSize(17 * 2);
    for (MapRow row : rows) {
      DataRate rate = new DataRate(row.bytesPerSecond().doubleValue());
      State state = new State(row.batch(), rate);
      assertThat(row.bestMs().doubleValue())
          .isCloseTo(predictor.best(state).totalMs(), within(1e-4 * row.bestMs().doubleValue()));
      assertThat(row.unit()).isEqualTo(predictor.network().cutName(row.cut()));
      double fixed = row.fixedMs().doubleValue();
      assertThat(row.gain().doubleValue())
          .isCloseTo((fixed - row.bestMs().doubleValue()) / fixed, within(1e-3));
    }
  }

  @Test
  void bothFiguresAreDrawn() throws Exception {
    map("--rates", "1MB/s..2MB/s", "--batches", "1");
    for (String name : List.of("best-cut.png", "gain.png")) {
      assertThat(ImageIO.read(out.resolve(name).toFile()).getWidth()).isPositive();
    }
  }

  @Test
  void jsonSaysWhatWasComparedAndWritten() {
    JsonNode report = map("--rates", "1MB/s..2MB/s", "--batches", "1,2", "--against", "7");
    assertThat(report.propertyNames())
        .containsExactly("name", "terms", "rates", "batches", "against", "comparison", "files");
    assertThat(report.at("/against/unit").asString()).isEqualTo("block5");
    assertThat(report.at("/comparison/states").asInt()).isEqualTo(9 * 2);
    assertThat(report.at("/files")).hasSize(3);
  }

  @Test
  void withoutAgainstTheStrongestFixedCutIsTaken() {
    JsonNode report = map("--rates", "1MB/s..2MB/s", "--batches", "1");
    double least = report.at("/against/gain").asDouble();
    report
        .at("/comparison/fixed")
        .forEach(fixed -> assertThat(fixed.at("/gain").asDouble()).isGreaterThanOrEqualTo(least));
  }

  @Test
  void privacyLeavesOffloadOut() {
    JsonNode report = map("--rates", "64MB/s", "--batches", "1", "--privacy");
    assertThat(report.at("/comparison/fixed/0/unit").asString()).isEqualTo("block2");
    assertThat(report.at("/terms").asString()).contains("raw input stays");
  }

  @Test
  void photographsAreSmallerThanFrames() {
    FixedCut frames = offload(map("--rates", "500kB/s", "--batches", "1"));
    FixedCut photos = offload(map("--rates", "500kB/s", "--batches", "1", "--input", "jpeg"));
    assertThat(photos.gain()).isLessThan(frames.gain());
  }

  @Test
  void theTextFits100Columns() {
    Outcome outcome = run("--rates", "1MB/s..2MB/s", "--batches", "1");
    assertThat(outcome.out()).contains("gain over it (Eq. 7)");
    assertThat(outcome.out().lines().filter(line -> !line.contains("written")))
        .allMatch(line -> line.length() <= 100);
  }

  private static FixedCut offload(JsonNode report) {
    return Json.read(report.at("/comparison/fixed/0").toString(), FixedCut.class);
  }

  private JsonNode map(String... further) {
    String[] arguments = List.of(further).toArray(new String[further.length + 1]);
    arguments[further.length] = "--json";
    return Json.read(run(arguments).out(), JsonNode.class);
  }

  private Outcome run(String... further) {
    Outcome outcome =
        Outcome.ofLine(
            "map MANIFEST --device PROFILE --edge PROFILE --slowdown 6 --out", out, further);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    return outcome;
  }
}
