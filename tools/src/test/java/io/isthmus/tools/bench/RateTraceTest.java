package io.isthmus.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.tools.UsageException;
import io.isthmus.units.DataRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateTraceTest {

  private static final String HEADS = "seconds,megabits_per_second\n";

  @TempDir private Path folder = Path.of("");

  @Test
  void aRateHoldsFromItsSecondOn_andTheTraceBeginsAnewAtItsEnd() throws Exception {
    RateTrace trace = RateTrace.read(file("0,8\n1.5,16\n4,24\n"), 10);

    assertThat(trace.at(0)).isEqualTo(DataRate.parse("10MB/s"));
    assertThat(trace.at(1.4)).isEqualTo(DataRate.parse("10MB/s"));
    assertThat(trace.at(1.5)).isEqualTo(DataRate.parse("20MB/s"));
    assertThat(trace.at(4.2)).isEqualTo(DataRate.parse("10MB/s"));
    assertThat(trace.at(9.9)).isEqualTo(DataRate.parse("20MB/s"));
  }

  @Test
  void aLinkThatStoodStillIsSlowAndNotDead() throws Exception {
    assertThat(RateTrace.read(file("0,0\n"), 1).at(3)).isEqualTo(DataRate.parse("10kB/s"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0\n", "0,fast\n", "3,1\n", "0,1\n\n"})
  void whatIsNoTraceIsRefused(String lines) {
    assertThatThrownBy(() -> RateTrace.read(file(lines), 1)).isInstanceOf(UsageException.class);
  }

  private Path file(String lines) throws IOException {
    return Files.writeString(folder.resolve("trace.csv"), HEADS + lines);
  }
}
