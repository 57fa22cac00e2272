package io.isthmus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.cli.service.Checkout;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class UsageTest extends UsageContract {

  private static final String MAP = "map MANIFEST --device PROFILE --edge PROFILE --out target/m ";
  private static final String SCENARIO =
      "scenario MANIFEST --device PROFILE --edge PROFILE --trace ";

  @Override
  protected CommandLine commandLine() {
    return Main.commandLine();
  }

  @Override
  protected List<String> wrong() {
    return List.of(
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
        "profile PACKAGE --out target/p.json --device gpu",
        "profile PACKAGE --out target/p.json --time-limit 0",
        "inspect PACKAGE --time-limit -1",
        "inspect PACKAGE --memory-limit much",
        "profile PACKAGE --out target",
        "calibrate PACKAGE",
        "calibrate --images target",
        "calibrate no-such-package.zip --images target",
        "calibrate MANIFEST --images target",
        "calibrate PACKAGE --images no-such-folder",
        "calibrate PACKAGE --images MANIFEST",
        "calibrate PACKAGE --images target --labels no-such-labels.csv",
        "calibrate PACKAGE --images target --labels target",
        "calibrate PACKAGE --images target --out target",
        "calibrate PACKAGE --images target --chart target",
        "calibrate PACKAGE --images target --threads 0",
        "calibrate PACKAGE --images target --levels 1",
        "calibrate PACKAGE --images target --levels 16,257",
        "calibrate PACKAGE --images target --levels few",
        "calibrate PACKAGE --images target --device PROFILE",
        "calibrate PACKAGE --images target --device PROFILE --edge PROFILE",
        "calibrate PACKAGE --images target --device MANIFEST --edge MANIFEST",
        "calibrate PACKAGE --images target --slowdown 0",
        "stream",
        "stream no-such-video.mp4",
        "stream target",
        "stream concat://a.mp4",
        "stream PACKAGE --ffmpeg no-such-ffmpeg",
        "stream PACKAGE --fps 0",
        "stream PACKAGE --deadline 200",
        "stream PACKAGE --deadline 0ms",
        "stream PACKAGE --deadline 61s",
        "stream PACKAGE --accuracy high",
        "stream PACKAGE --in-flight 0",
        "stream PACKAGE --frames 0",
        "stream PACKAGE --top 0",
        "stream PACKAGE --device 127.0.0.1:8080",
        "stream rtsp://camera/1 --loop",
        "serve no-such-package.zip",
        "serve MANIFEST",
        "serve PACKAGE --rate 1kB/s",
        "serve PACKAGE --rate fast",
        "serve PACKAGE --port 65536",
        "serve PACKAGE --devices OLD",
        "serve PACKAGE another.zip",
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
        "demo --fast",
        "demo --rates 8",
        "demo --rates 8MB/s,-1MB/s",
        "demo --rates 2GB/s",
        "demo --devices slow",
        "demo --package no-such-package.zip");
  }

  @Test
  void theCheckoutIsFoundWhereThisCodeRuns() {
    assertThat(Checkout.find().launcher()).isExecutable();
  }
}
