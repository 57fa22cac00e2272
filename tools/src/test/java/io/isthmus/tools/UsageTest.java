package io.isthmus.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.tools.service.Checkout;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UsageTest {

  private static final String MAP = "map MANIFEST --device PROFILE --edge PROFILE --out target/m ";
  private static final String SCENARIO =
      "scenario MANIFEST --device PROFILE --edge PROFILE --trace ";

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
        "map MANIFEST",
        "map no-such-package.zip --device PROFILE --edge PROFILE --out target/m",
        "map MANIFEST --device no-such-profile --edge PROFILE --out target/m",
        "map MANIFEST --device MANIFEST --edge PROFILE --out target/m",
        "map PACKAGE --device PROFILE --edge PROFILE --out target/m",
        "map MANIFEST --device PROFILE --edge PROFILE --out MANIFEST",
        MAP + "--rates 1..128",
        MAP + "--rates 8MB/s..1MB/s",
        MAP + "--batches 0..4",
        MAP + "--batches 1..65",
        MAP + "--batches two",
        MAP + "--cost cheap",
        MAP + "--input png",
        MAP + "--cost paper --input jpeg",
        MAP + "--jpeg-size 60kB",
        MAP + "--input jpeg --jpeg-size 60",
        MAP + "--slowdown 0",
        MAP + "--slowdown NaN",
        MAP + "--against block99",
        MAP + "--against 35",
        MAP + "--privacy --against offload",
        "scenario MANIFEST --device PROFILE --edge PROFILE",
        SCENARIO + "no-such-trace.csv",
        SCENARIO + "MANIFEST",
        SCENARIO + "TRACE --scale 0",
        SCENARIO + "TRACE --batches 1..128",
        SCENARIO + "TRACE --against nowhere",
        "simulate --network nothing",
        "simulate --traces target",
        "simulate --scales 0",
        "simulate --minutes 0",
        "simulate --pause -1",
        "reproduce --profiles target",
        "reproduce --figures",
        "demo --fast",
        "demo --rates 8",
        "demo --rates 8MB/s,-1MB/s",
        "demo --rates 2GB/s",
        "demo --devices slow",
        "demo --package no-such-package.zip",
        "testbed no-such-package.zip",
        "testbed --rates 8",
        "testbed --rates 8MB/s..1MB/s",
        "screenshots --out MANIFEST",
        "testbed --rates 1kB/s",
        "testbed --batches 1..65",
        "testbed --inputs films",
        "testbed --rounds 0",
        "testbed --share 0.05",
        "testbed --share NaN",
        "testbed --profile-batches 4,2",
        "testbed --profile-batches 1,8",
        "testbed --clock wall",
        "testbed --out MANIFEST",
        "testbed summary",
        "testbed summary target/no-such-folder",
        "bench",
        "bench everything",
        "bench cuts --rounds 0",
        "bench decision --package no-such-package.zip",
        "bench overhead --requests none",
        "bench memory --requests 1",
        "bench startup --starts 0",
        "bench allocation --requests 0",
        "bench prediction --requests 10",
        "bench prediction --trace no-such-trace.csv",
        "bench prediction --scale 0",
        "bench prediction --pause -1",
        "bench prediction --out target",
        "bench steps --rounds 0",
        "bench steps --batches 0",
        "bench steps --pause 1.5s",
        "bench overload --package no-such-package.zip",
        "bench overload --admission none",
        "bench overload --out MANIFEST");
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void wrongUsageIsOneLineThatSaysWhyAndExitCode2(String line) {
    Outcome outcome = Outcome.ofLine(line);

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).hasLineCount(1).startsWith("isthmus: ").doesNotContain("Exception");
  }

  @Test
  void theCheckoutIsFoundWhereThisCodeRuns() {
    assertThat(Checkout.find().launcher()).isExecutable();
  }
}
