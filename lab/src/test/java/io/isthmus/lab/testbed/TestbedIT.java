package io.isthmus.lab.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.isthmus.cli.service.Checkout;
import io.isthmus.units.DataRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real thing: only as root on a Linux that lets hosts be made; otherwise skipped. */
@Tag("lab")
class TestbedIT {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir private Path folder = Path.of("");

  /** What a command line gave. */
  private record Ended(int exitCode, String output) {}

  @BeforeAll
  static void onlyWhereItCanBe() throws Exception {
    Path log = Files.createTempFile("testbed", ".log");
    Ended check = end(start(log, "--check"), log);
    Files.delete(log);
    assumeTrue(check.exitCode() == 0, check.output());
  }

  @Test
  void theDeviceHasItsShareAndTheLinkItsRate_andAnotherTestbedLeavesThemAlone() throws Exception {
    String edge = Owner.current().name("edge");
    try (TwoHosts hosts = TwoHosts.create(0.25)) {
      assertThat(shareOf(hosts)).isCloseTo(0.25, within(0.05));
      for (String rate : List.of("1MB/s", "16MB/s")) {
        assertThat(carried(hosts, DataRate.parse(rate))).as(rate).isCloseTo(1, within(0.15));
      }
      assertThat(bytesPerPacket(hosts)).as("frames arrive gathered").isGreaterThan(4 * 1514);
      assertThat(carried(hosts, DataRate.parse("128MB/s"))).isBetween(0.3, 1.15); // a busy machine
      for (String host : List.of(edge, Owner.current().name("device"))) {
        assertThat(Shell.run("ip", "-n", host, "route")).as(host).contains("congctl cubic");
      }

      assertThat(testbed("--check").exitCode()).isZero();
      Ended second = testbed("--quick", "--out", folder.resolve("second").toString());
      assertThat(second.exitCode()).isEqualTo(2);
      assertThat(second.output()).contains("another testbed is measuring");
      assertThat(Host.names()).contains(edge);
    }
    assertThat(Host.names()).doesNotContain(edge);
  }

  private static double shareOf(TwoHosts hosts) throws Exception {
    List<String> command = new ArrayList<>(hosts.onDevice());
    command.addAll(List.of("sh", "-c", "while :; do :; done"));
    Process busy = hosts.start(() -> new ProcessBuilder(command).start());
    Thread.sleep(300); // it is on its way through taskset
    Duration before = busy.info().totalCpuDuration().orElseThrow();
    long start = System.nanoTime();
    Thread.sleep(2000);
    Duration used = busy.info().totalCpuDuration().orElseThrow().minus(before);
    return (double) used.toNanos() / (System.nanoTime() - start);
  }

  /** Of what the edge has received over the link. */
  private static double bytesPerPacket(TwoHosts hosts) throws Exception {
    List<String> command = new ArrayList<>(hosts.onEdge());
    command.addAll(List.of("cat", "/proc/net/dev"));
    Matcher received = Pattern.compile("cable:\\s*(\\d+)\\s+(\\d+)").matcher(Shell.run(command));
    assertThat(received.find()).isTrue();
    return Double.parseDouble(received.group(1)) / Double.parseDouble(received.group(2));
  }

  private static double carried(TwoHosts hosts, DataRate rate) throws Exception {
    hosts.setRate(rate);
    double up = LinkMeter.measure(hosts.onEdge(), hosts.besideDevice(), Link.EDGE_ADDRESS, rate);
    return up / rate.bytesPerSecond();
  }

  @Test
  void aSweepMeasuresEveryPolicyAndFindsEveryAnswerIdentical_andIsNotRepeated() throws Exception {
    String[] sweep = {
      "--quick", // rough profiles, and not hot: no figure is looked at
      "--rates=16MB/s",
      "--batches=2",
      "--inputs=private",
      "--rounds=1",
      "--share=1",
      "--profile-batches=1,16",
      "--out=" + folder.resolve("out")
    };

    Ended ended = testbed(sweep);

    assertThat(ended.exitCode()).as(ended.output()).isZero();
    Path file = folder.resolve("out").resolve(Results.FILE);
    byte[] before = Files.readAllBytes(file);
    List<Observation> rows = Results.read(folder.resolve("out"));
    assertThat(rows).hasSize(7).allMatch(Observation::identical);
    assertThat(rows).extracting(Observation::policy).contains("isthmus", "eq6", "block3 (5)");
    assertThat(ended.output()).contains("claim: lost answers");
    assertNothingIsLeft();

    assertThat(testbed(sweep).exitCode()).isEqualTo(2); // not without --resume
    List<String> resumed = new ArrayList<>(List.of(sweep));
    resumed.add("--resume");
    assertThat(testbed(resumed.toArray(String[]::new)).exitCode()).isZero();
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void whatAKilledTestbedLeavesIsRemovedByTheNext() throws Exception {
    Path log = folder.resolve("killed.log");
    Process killed = startAndAwaitEdge(log);
    List<Long> services = pids(killed.pid());
    killed.destroyForcibly().waitFor();
    assertThat(services).isNotEmpty().anyMatch(TestbedIT::runs);

    Ended next = testbed("--check");

    assertThat(next.exitCode()).isZero();
    assertThat(next.output()).contains("removed what a killed testbed had left");
    assertThat(services).noneMatch(TestbedIT::runs);
    assertNothingIsLeft();
  }

  @Test
  void anInterruptedTestbedLeavesNothing() throws Exception {
    Path log = folder.resolve("interrupted.log");
    Process interrupted = startAndAwaitEdge(log);
    List<Long> services = pids(interrupted.pid());

    Shell.run("kill", "-INT", Long.toString(interrupted.pid())); // Ctrl-C
    assertThat(interrupted.waitFor(30, TimeUnit.SECONDS)).isTrue();

    assertThat(services).isNotEmpty().noneMatch(TestbedIT::runs);
    assertNothingIsLeft();
  }

  private Process startAndAwaitEdge(Path log) throws Exception {
    Process process = start(log, "--batches=1", "--out=" + folder.resolve("unfinished"));
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (process.isAlive() && pids(process.pid()).isEmpty()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(50);
    }
    assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
    return process;
  }

  /** The service on the edge of that testbed; not the commands that set it up. */
  private static List<Long> pids(long owner) throws Exception {
    for (String name : Host.names()) {
      if (name.startsWith("isthmus-" + owner + "-") && name.endsWith("-edge")) {
        return Shell.run("ip", "netns", "pids", name)
            .lines()
            .map(Long::valueOf)
            .filter(TestbedIT::isService)
            .toList();
      }
    }
    return List.of();
  }

  private static boolean isService(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline")).contains("edge-service-exec");
    } catch (IOException e) { // it has ended
      return false;
    }
  }

  private static boolean runs(long pid) {
    return ProcessHandle.of(pid).isPresent();
  }

  /** Of dead testbeds; others may be running on this machine. */
  private static void assertNothingIsLeft() throws Exception {
    assertThat(Leftovers.stale(Host.names(), Owner::isAlive)).isEmpty();
    CgroupMount mount = CgroupMount.find().orElseThrow();
    assertThat(Leftovers.stale(CpuShare.names(mount), Owner::isAlive)).isEmpty();
  }

  private Ended testbed(String... arguments) throws Exception {
    Path log = Files.createTempFile(folder, "testbed", ".log");
    return end(start(log, arguments), log);
  }

  private static Process start(Path log, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    // A build that runs in the background ignores Ctrl-C, and what it starts would inherit that.
    command.addAll(List.of("env", "--default-signal=INT"));
    command.add(Checkout.find().launcher().toString());
    command.add("testbed");
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("ISTHMUS_NO_BUILD", "1"); // we are part of a build ourselves
    return builder.start();
  }

  private static Ended end(Process process, Path log) throws Exception {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroy(); // it removes its hosts
      process.waitFor();
    }
    return new Ended(process.exitValue(), Files.readString(log));
  }
}
