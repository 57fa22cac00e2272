package io.isthmus.lab.bench;

import io.isthmus.cli.Claim;
import io.isthmus.cli.FailedException;
import io.isthmus.cli.Output;
import io.isthmus.cli.Progress;
import io.isthmus.cli.Table;
import io.isthmus.cli.UsageException;
import io.isthmus.cli.harness.InputKind;
import io.isthmus.cli.harness.TestHarness;
import io.isthmus.cli.service.DeviceClient;
import io.isthmus.cli.service.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench allocation}: what a request allocates on the Java heaps of both services. */
@Command(
    name = "allocation",
    description = "What a request allocates on the Java heaps, against the size of its body.",
    footer = "  ./isthmus bench allocation --requests 20")
final class AllocationBench implements Callable<Integer> {

  private static final List<Integer> BATCHES = List.of(1, 16);
  private static final int WARM_UP = 10;

  @Mixin private PackageOption modelPackage = new PackageOption();

  @Option(names = "--requests", description = "Requests of each kind (default 50).")
  private int requests = 50;

  @Mixin private Output output = new Output();

  /** The JSON form. */
  record Result(int requests, List<Allocation> allocations, List<Claim> claims) {}

  /**
   * One kind of request; bytes.
   *
   * @param body of the request
   * @param device allocated there, per request
   * @param edge allocated there, per request
   */
  record Allocation(InputKind input, int batch, String split, long body, long device, long edge) {

    double deviceRatio() {
      return (double) device / body;
    }
  }

  @Override
  public Integer call() throws Exception {
    if (requests < 1) {
      throw new UsageException("--requests must be at least 1");
    }
    try (TestHarness pair = modelPackage.pair();
        AllocatedBytes device = new AllocatedBytes(pair.device());
        AllocatedBytes edge = new AllocatedBytes(pair.edge())) {
      String middle = Integer.toString(pair.cuts().get(pair.cuts().size() / 2));
      List<String> splits = List.of("local", middle, "offload");
      int steps = InputKind.values().length * BATCHES.size() * splits.size();
      List<Allocation> found = new ArrayList<>();
      try (ProgressBar bar = Progress.start("allocation", steps)) {
        for (InputKind input : InputKind.values()) {
          for (int batch : BATCHES) {
            for (String split : splits) {
              found.add(measure(pair, device, edge, input, batch, split));
              bar.step();
            }
          }
        }
      }
      Result result =
          new Result(
              requests,
              found,
              List.of(claim(found, InputKind.FRAMES), claim(found, InputKind.PHOTOS)));
      output.print(result, () -> text(result));
    }
    return 0;
  }

  private Allocation measure(
      TestHarness pair,
      AllocatedBytes device,
      AllocatedBytes edge,
      InputKind input,
      int batch,
      String split)
      throws InterruptedException, FailedException {
    DeviceClient client = pair.client();
    Payload payload = pair.inputs().payload(input, batch, 0);
    for (int i = 0; i < WARM_UP; i++) {
      client.infer(payload, split);
    }
    long deviceBefore = device.total();
    long edgeBefore = edge.total();
    for (int i = 0; i < requests; i++) {
      client.infer(payload, split);
    }
    return new Allocation(
        input,
        batch,
        split,
        payload.body().length,
        (device.total() - deviceBefore) / requests,
        (edge.total() - edgeBefore) / requests);
  }

  private static Claim claim(List<Allocation> found, InputKind input) {
    double largest =
        found.stream()
            .filter(one -> one.input() == input)
            .mapToDouble(Allocation::deviceRatio)
            .max()
            .orElseThrow();
    String what = "allocated by the device per byte of body, %s, at most".formatted(input);
    return Claim.atMost(what.toLowerCase(Locale.ROOT), 1, largest, "bytes");
  }

  private static String text(Result result) {
    Table table =
        Table.of("input", "batch", "cut", "body kB", "device kB", "edge kB", "device/body");
    for (Allocation one : result.allocations()) {
      table.row(
          one.input().toString().toLowerCase(Locale.ROOT),
          Integer.toString(one.batch()),
          one.split(),
          number(one.body() / 1e3),
          number(one.device() / 1e3),
          number(one.edge() / 1e3),
          number(one.deviceRatio()));
    }
    return "Java heap, means of %d requests%n%s%n%s"
        .formatted(result.requests(), table, Claim.lines(result.claims()));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
