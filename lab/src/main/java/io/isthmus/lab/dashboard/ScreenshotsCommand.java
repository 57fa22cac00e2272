package io.isthmus.lab.dashboard;

import io.isthmus.cli.FailedException;
import io.isthmus.cli.Output;
import io.isthmus.cli.Progress;
import io.isthmus.cli.UsageException;
import io.isthmus.cli.harness.InputKind;
import io.isthmus.cli.harness.Inputs;
import io.isthmus.cli.harness.TestHarness;
import io.isthmus.cli.link.Relay;
import io.isthmus.cli.service.Checkout;
import io.isthmus.cli.service.DeviceClient;
import io.isthmus.cli.service.Processor;
import io.isthmus.units.DataRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code screenshots}: pictures of the dashboard. */
@Command(
    name = "screenshots",
    description = {
      "Starts an edge, a device without AVX and a link of changing speed, posts photographs and raw"
          + " frames, and takes pictures of the device's dashboard in Chromium: light, dark and as"
          + " on a phone."
    },
    footer = {"  ./isthmus screenshots --out /tmp/pictures"})
public final class ScreenshotsCommand implements Callable<Integer> {

  private static final DataRate WARM_UP_RATE = DataRate.parse("64MB/s");
  private static final List<DataRate> RATES =
      List.of(DataRate.parse("1MB/s"), DataRate.parse("16MB/s"), DataRate.parse("4MB/s"));
  private static final int WIDE = 1280;
  private static final int PHONE = 390;
  private static final int PHONE_HEIGHT = 1500;

  /** What is posted at each rate. */
  private static final List<Post> POSTS =
      List.of(
          new Post(InputKind.PHOTOS, 1),
          new Post(InputKind.FRAMES, 4),
          new Post(InputKind.FRAMES, 1),
          new Post(InputKind.PHOTOS, 8),
          new Post(InputKind.FRAMES, 16),
          new Post(InputKind.PHOTOS, 2),
          new Post(InputKind.FRAMES, 8));

  private record Post(InputKind kind, int batch) {}

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder to write to; docs/images by default.")
  private Path out = Checkout.find().root().resolve("docs/images");

  @Option(
      names = "--package",
      description = "Model package; models/efficientnet_b0.zip by default.")
  private Path modelPackage = Checkout.find().defaultPackage();

  @Mixin private Output output = new Output();

  /** The pictures that have been taken. */
  private final List<String> written = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw new UsageException(out + " is a file; --out names a folder");
    }
    if (!Browser.isInstalled()) {
      throw new FailedException(Browser.MISSING);
    }
    Checkout checkout = Checkout.find();
    System.err.println("starting an edge and a device; the first time they measure profiles …");
    try (TestHarness harness =
            TestHarness.of(modelPackage, "demo")
                .apart()
                .link(WARM_UP_RATE)
                .device("device-pictured", Processor.BASIC, true)
                .start();
        Browser browser = Browser.start()) {
      browser.size(WIDE, 1000);
      browser.open(harness.device().uri().resolve("/"));
      feed(harness.link(), harness.client(), harness.inputs());
      trySamples(browser, checkout);
      take(browser);
    }
    output.print(written, () -> "written: " + String.join(", ", written));
    return 0;
  }

  private static void feed(Relay link, DeviceClient device, Inputs inputs)
      throws InterruptedException, FailedException {
    try (ProgressBar bar = Progress.start("screenshots", (RATES.size() + 1) * POSTS.size())) {
      for (Post post : POSTS) { // runs hot, and meets the edge
        device.infer(inputs.payload(post.kind(), post.batch(), 0), "block5");
        bar.step();
      }
      for (DataRate rate : RATES) {
        link.setRate(rate);
        for (Post post : POSTS) {
          device.infer(inputs.payload(post.kind(), post.batch(), 0), "auto");
          bar.step();
        }
      }
    }
  }

  private static void trySamples(Browser browser, Checkout checkout)
      throws InterruptedException, FailedException {
    for (String sample : List.of("coffee", "chelsea")) {
      browser.find("#files").sendKeys(checkout.samples().resolve(sample + ".jpg").toString());
    }
    browser.click("#run");
    browser.await("an answer on the page", () -> browser.count(".result") > 0);
  }

  private void take(Browser browser) throws IOException, InterruptedException, FailedException {
    Files.createDirectories(out);
    browser.await("the map", () -> browser.count("#map .cell") > 0);
    browser.script("document.activeElement.blur(); scrollTo(0, 0)");
    for (String scheme : List.of("light", "dark")) {
      browser.prefers(scheme);
      browser.size(WIDE, (int) browser.number("document.body.scrollHeight"));
      write("dashboard-%s.png".formatted(scheme), browser);
    }
    browser.prefers("light");
    browser.size(PHONE, PHONE_HEIGHT);
    write("dashboard-phone.png", browser);
  }

  private void write(String name, Browser browser) throws IOException, InterruptedException {
    Thread.sleep(1500); // the charts are drawn anew for that size with the next state
    Path file = out.resolve(name);
    Files.write(file, browser.picture());
    written.add(file.toString());
  }
}
