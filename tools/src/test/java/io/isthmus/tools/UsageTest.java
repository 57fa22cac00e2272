package io.isthmus.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.tools.service.Checkout;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {

  static Stream<String> wrong() {
    return Stream.of(
        "nonsense",
        "inspect",
        "inspect no-such-package.zip",
        "inspect models.zip --jsno",
        "inspect " + Checkout.find().launcher(),
        "profile " + Outcome.PACKAGE,
        "profile PACKAGE --out target/p.json --batches 4,2",
        "profile PACKAGE --out target/p.json --batches 0,1",
        "profile PACKAGE --out target/p.json --batches 2,2",
        "profile PACKAGE --out target/p.json --batches two",
        "profile PACKAGE --out target/p.json --threads 0",
        "profile PACKAGE --out target",
        "demo --fast",
        "demo --rates 8",
        "demo --rates 8MB/s,-1MB/s",
        "demo --rates 2GB/s",
        "demo --devices slow",
        "demo --package no-such-package.zip",
        "bench",
        "bench everything",
        "bench cuts --rounds 0",
        "bench decision --package no-such-package.zip",
        "bench overhead --requests none",
        "bench memory --requests 1",
        "bench prediction --requests 10",
        "bench prediction --trace no-such-trace.csv",
        "bench prediction --scale 0",
        "bench prediction --pause -1",
        "bench prediction --out target",
        "bench steps --rounds 0",
        "bench steps --batches 0",
        "bench steps --pause 1.5s");
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void wrongUsageIsOneLineThatSaysWhyAndExitCode2(String line) {
    Outcome outcome = Outcome.of(line.replace("PACKAGE", Outcome.PACKAGE).split(" ", -1));

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).hasLineCount(1).startsWith("isthmus: ").doesNotContain("Exception");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "inspect",
        "profile",
        "demo",
        "bench",
        "bench cuts",
        "bench decision",
        "bench overhead",
        "bench memory",
        "bench prediction",
        "bench steps"
      })
  void everyCommandHasHelpThatFits100Columns(String command) {
    Outcome outcome = Outcome.of((command + " --help").split(" ", -1));

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out()).contains("Usage: isthmus " + command);
    assertThat(outcome.out().lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void theCheckoutIsFoundWhereThisCodeRuns() {
    assertThat(Checkout.find().launcher()).isExecutable();
  }
}
