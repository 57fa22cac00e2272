package io.isthmus.cli.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.calibrating.CalibrationRun;
import io.isthmus.calibrating.Skipped;
import io.isthmus.cli.predict.Made;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CalibrationTextTest {

  @Test
  void withTwoMachinesTheFastestWayIsToldForEveryRateAndBudget() throws Exception {
    String text = text(List.of());
    assertThat(text)
        .containsSubsequence(
            "the fastest cut and encoding", "with two machines", "MB/s", "0.125", "0.5", "1", "32")
        .contains("u2 f16", "local 54 ms", "loss:0.01");
    assertThat(text.lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void ofManySkippedFilesTheFirstAreNamed_andNoneCanForgeALine() throws Exception {
    List<Skipped> skipped =
        IntStream.range(0, 12).mapToObj(i -> new Skipped(i + "\n\u001b[31m.jpg", "bad")).toList();
    assertThat(text(skipped))
        .contains("skipped files: 12", "  0\\u000a\\u001b[31m.jpg: bad", "… and 2 more")
        .doesNotContain("\u001b", "10\\u000a");
  }

  private static String text(List<Skipped> skipped) throws Exception {
    CalibrationRun run = new CalibrationRun(OptionTimesTest.calibration(0.9), 64, 0, skipped);
    return new CalibrationText("tiny", run, new OptionTimes(Made.tiny(), 0), "two machines").text();
  }
}
