package io.isthmus.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isthmus.cli.UsageException;
import io.isthmus.cli.service.Checkout;
import io.isthmus.units.DataRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTest {

  private static final DataRate SLOW = new DataRate(1e6);
  private static final DataRate FAST = new DataRate(4e6);
  private static final Trace TRACE =
      new Trace("made", List.of(new Sample(0, SLOW), new Sample(2, FAST), new Sample(3, SLOW)));

  @TempDir private Path folder = Path.of("");

  @Test
  void aRateHoldsUntilTheNextSample() {
    assertThat(TRACE.bytesPerSecondAt(0)).isEqualTo(1e6);
    assertThat(TRACE.bytesPerSecondAt(1.999)).isEqualTo(1e6);
    assertThat(TRACE.bytesPerSecondAt(2)).isEqualTo(4e6);
    assertThat(TRACE.bytesPerSecondAt(3)).isEqualTo(1e6);
  }

  @Test
  void theLastSampleLastsAsLongAsTheOthersOnAverage_andThenTheTraceBeginsAnew() {
    assertThat(TRACE.seconds()).isEqualTo(4.5);
    assertThat(TRACE.bytesPerSecondAt(4.4)).isEqualTo(1e6);
    assertThat(TRACE.bytesPerSecondAt(4.5 + 2.5)).isEqualTo(4e6);
    assertThat(TRACE.bytesPerSecondAt(45 + 1)).isEqualTo(1e6);
  }

  @Test
  void theMeanIsWeighedByTime() {
    assertThat(TRACE.mean().bytesPerSecond()).isCloseTo((3.5 * 1e6 + 4e6) / 4.5, within(1e-6));
  }

  @Test
  void scalingMultipliesTheRatesAndLeavesTheTimes() {
    Trace tenfold = TRACE.scaled(10);
    assertThat(tenfold.bytesPerSecondAt(2.5)).isEqualTo(40e6);
    assertThat(tenfold.seconds()).isEqualTo(TRACE.seconds());
  }

  @Test
  void aFileHoldsSecondsAndMegabits() throws Exception {
    Path file = write("seconds,megabits_per_second\n0.000,8\n0.500,0.08\n");
    assertThat(Trace.read(file))
        .isEqualTo(
            new Trace("link", List.of(new Sample(0, SLOW), new Sample(0.5, new DataRate(1e4)))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "seconds,megabits_per_second\n",
        "seconds,megabits_per_second\n0,8\n",
        "seconds,megabits_per_second\n0,0\n1,0\n",
        "seconds,megabits_per_second\n0,8\n1,8\n1,8\n",
        "seconds,megabits_per_second\n0,8\n1,-8\n",
        "seconds,megabits_per_second\n0,8\n1,NaN\n",
        "seconds,megabits_per_second\n0,8\n1,fast\n",
        "seconds,megabits_per_second\n0,8\n1,\n",
        "seconds,megabits_per_second\n0,8\n1\n",
        "seconds,megabits_per_second\n0,8\nNaN,8\n",
        "seconds,kilobits\n0,8\n1,8\n",
        "0,8\n1,8\n"
      })
  void whatIsNoTraceIsRefusedWithTheNameOfTheFile(String text) throws IOException {
    Path file = write(text);
    assertThatThrownBy(() -> Trace.read(file))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(file.toString());
  }

  @Test
  void aTraceThatBeginsLateIsTakenFromItsBeginning() throws Exception {
    Path file = write("seconds,megabits_per_second\n1356998400.5,8\n1356998402.5,32\n");
    assertThat(Trace.read(file))
        .isEqualTo(new Trace("link", List.of(new Sample(0, SLOW), new Sample(2, FAST))));
  }

  @Test
  void aRateOf0IsAnOutage_inWhichWhatIsSentWaits() throws Exception {
    Trace trace = Trace.read(write("seconds,megabits_per_second\n0,8\n2,0\n3,0\n4,32\n6,0\n"));
    assertThat(trace.bytesPerSecondAt(2.5)).isZero();
    assertThat(trace.serviceAt(1)).isEqualTo(new Service(0, SLOW));
    assertThat(trace.serviceAt(2)).isEqualTo(new Service(2, FAST));
    assertThat(trace.serviceAt(3.5)).isEqualTo(new Service(0.5, FAST));
    assertThat(trace.serviceAt(7)).isEqualTo(new Service(0.5, SLOW)); // into the next round
    assertThat(trace.mean().bytesPerSecond()).isCloseTo((2e6 + 8e6) / 7.5, within(1e-6));
  }

  static List<Path> committed() throws IOException {
    try (Stream<Path> files = Files.walk(Checkout.find().traces())) {
      return files.filter(f -> f.toString().endsWith(".csv")).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("committed")
  void theTracesOfTheRepositoryKeepTheirMean(Path file) throws Exception {
    Trace trace = Trace.read(file);
    double inName = Double.parseDouble(trace.name().replaceFirst(".*-(.*)mbps.*", "$1"));
    double megabits =
        trace.samples().stream()
            .mapToDouble(s -> s.bytesPerSecond() * 8 / 1e6)
            .average()
            .orElseThrow();
    assertThat(megabits).isCloseTo(inName, within(0.05));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("link.csv"), text);
  }
}
