package io.isthmus.lab.testbed;

import io.isthmus.cli.FailedException;
import io.isthmus.cli.Progress;
import io.isthmus.cli.harness.EstimatorWarmup;
import io.isthmus.cli.harness.Inputs;
import io.isthmus.cli.service.Checkout;
import io.isthmus.cli.service.DeviceClient;
import io.isthmus.cli.service.Meters;
import io.isthmus.cli.service.ServiceProcess;
import io.isthmus.lab.exact.NamedEngine;
import io.isthmus.units.DataRate;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The services on their hosts: an edge, and a device for each privacy that is asked for, with its
 * calibration and if wanted without. All devices share one share of a core; only one is asked at a
 * time.
 */
final class TestbedHarness {

  private static final Logger logger = LoggerFactory.getLogger(TestbedHarness.class);

  private static final int EDGE_PORT = 8081;
  private static final int DEVICE_PORT = 8080;
  private static final int PRIVATE_PORT = 8082;
  private static final int RAW_PORT = 8083;
  private static final int RAW_PRIVATE_PORT = 8084;
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration READY = Duration.ofMinutes(30); // a slow share measures for long
  private static final Duration ANSWER = Duration.ofMinutes(15);
  private static final DataRate WARM_UP_RATE = DataRate.parse("64MB/s");

  /** Part of the time that code may still be compiled in before anything is measured. */
  private static final double HOT = 0.06;

  private static final int FEWEST_CROSSINGS = 3;
  private static final int MOST_CROSSINGS = 8;

  /** Large and slow requests are not to be refused: that is what is being measured. */
  private static final List<String> LIMITS =
      List.of(
          "--isthmus.limits.max-body=512MB",
          "--isthmus.limits.upload-time=15m",
          "--isthmus.inference.threads=1",
          "--logging.level.io.isthmus.service.profile.ProfileProgress=debug");

  /** A device-service, who asks it, and whether it may send its input as it is. */
  private record Device(ServiceProcess process, DeviceClient client, boolean mayLeave) {}

  private final Checkout checkout;
  private final Setup setup;
  private final TwoHosts hosts;
  private final EstimatorWarmup warmup;
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<ServiceProcess> services = new ArrayList<>();
  private final Map<InputPolicy, Device> devices;
  private final Map<InputPolicy, Device> uncalibrated;

  /**
   * Starts the services, one after another, so that each measures its profile undisturbed. They end
   * with the hosts.
   *
   * @param grid with the inputs that will be sent
   * @param policies that will be asked for
   */
  TestbedHarness(
      Checkout checkout,
      Setup setup,
      TwoHosts hosts,
      Inputs inputs,
      List<InputPolicy> grid,
      Policies policies)
      throws IOException, InterruptedException, FailedException {
    this.checkout = checkout;
    this.setup = setup;
    this.hosts = hosts;
    this.warmup = new EstimatorWarmup(setup.network(), inputs);
    start("edge", "edge", hosts.edgeAddress(), EDGE_PORT, hosts.onEdge(), edge());
    this.devices = startDevices(grid, "device", setup.modelPackage(), DEVICE_PORT, PRIVATE_PORT);
    this.uncalibrated =
        policies.raw()
            ? startDevices(grid, "device-raw", setup.uncalibrated(), RAW_PORT, RAW_PRIVATE_PORT)
            : Map.of();
  }

  private Map<InputPolicy, Device> startDevices(
      List<InputPolicy> inputs, String name, Path modelPackage, int port, int privatePort)
      throws IOException, InterruptedException, FailedException {
    Map<InputPolicy, Device> started = new EnumMap<>(InputPolicy.class);
    if (inputs.contains(InputPolicy.PHOTOS) || inputs.contains(InputPolicy.FRAMES)) {
      Device open = startDevice(name, modelPackage, port, true);
      started.put(InputPolicy.PHOTOS, open);
      started.put(InputPolicy.FRAMES, open);
    }
    if (inputs.contains(InputPolicy.PRIVATE)) {
      String withheld = name + "-private";
      started.put(InputPolicy.PRIVATE, startDevice(withheld, modelPackage, privatePort, false));
    }
    return started;
  }

  private List<String> edge() {
    return List.of(
        "--isthmus.model.package=" + setup.modelPackage().toAbsolutePath(),
        "--isthmus.model.profile=" + setup.edgeProfile());
  }

  private Device startDevice(String name, Path modelPackage, int port, boolean rawInputMayLeave)
      throws IOException, InterruptedException, FailedException {
    List<String> arguments =
        List.of(
            "--isthmus.model.package=" + modelPackage.toAbsolutePath(),
            "--isthmus.model.profile=" + setup.deviceProfile(),
            "--isthmus.edge.url=http://%s:%d".formatted(Link.EDGE_ADDRESS, EDGE_PORT),
            "--isthmus.edge.timeout-max=15m",
            "--isthmus.privacy.raw-input-may-leave=" + rawInputMayLeave);
    ServiceProcess device =
        start("device", name, hosts.deviceAddress(), port, hosts.onDevice(), arguments);
    return new Device(device, new DeviceClient(device.uri(), ANSWER), rawInputMayLeave);
  }

  private ServiceProcess start(
      String kind, String name, String host, int port, List<String> prefix, List<String> more)
      throws IOException, InterruptedException, FailedException {
    List<String> arguments = new ArrayList<>(LIMITS);
    arguments.add("--server.address=0.0.0.0"); // of its own host
    arguments.add("--isthmus.security.plain-network=true"); // the link is ours alone
    arguments.add("--management.server.port=" + port); // its health is asked for from outside
    arguments.add(NamedEngine.property(setup.engine()));
    arguments.add("--isthmus.model.profile-batches=" + numbers(setup.profileBatches()));
    arguments.add("--isthmus.model.profile-time=" + setup.profileTime().toMillis() + "ms");
    arguments.addAll(more);
    var launch = new ServiceProcess.Launch(kind, name, host, port, prefix, Map.of(), arguments);
    ServiceProcess service =
        hosts.start(() -> ServiceProcess.start(checkout, setup.logs(), launch));
    services.add(service);
    try (ProgressBar bar = Progress.start("starting " + name, 1)) {
      service.awaitReady(client, READY, POLL, s -> ProfileLog.show(s.log(), bar));
      bar.stepTo(bar.getMax());
    }
    return service;
  }

  private static String numbers(List<Integer> values) {
    return String.join(",", values.stream().map(String::valueOf).toList());
  }

  /** The device that takes such input and follows such a policy. */
  DeviceClient device(InputPolicy input, Policy policy) {
    Map<InputPolicy, Device> of = policy.name().equals(Policy.RAW) ? uncalibrated : devices;
    return Objects.requireNonNull(of.get(input), "started for other inputs").client();
  }

  private List<Device> distinctDevices() {
    return Stream.of(devices, uncalibrated)
        .flatMap(each -> each.values().stream())
        .distinct()
        .toList();
  }

  /**
   * Looks after a request that failed.
   *
   * @throws FailedException if that is because a service has ended, or is being ended: then there
   *     is nothing to be learnt of this request, nor of any other
   */
  void requireRunning() throws IOException, FailedException {
    if (hosts.isClosed()) {
      throw new FailedException("the testbed is being removed");
    }
    for (ServiceProcess service : services) {
      service.requireRunning();
    }
  }

  /**
   * Lets the services run hot; none of these requests is counted.
   *
   * @param mostRounds of warming up for each device
   */
  void warmUp(int mostRounds) throws IOException, InterruptedException, FailedException {
    hosts.setRate(WARM_UP_RATE);
    List<Device> distinct = distinctDevices();
    try (ProgressBar bar = Progress.start("warming up", distinct.size())) {
      for (Device device : distinct) {
        warmUp(device, mostRounds);
        bar.step();
      }
    }
  }

  /** Until hardly any code is compiled any more: it takes its time from the device's share. */
  private void warmUp(Device device, int mostRounds)
      throws IOException, InterruptedException, FailedException {
    double part = 1;
    for (int round = 0; part > HOT && round < mostRounds; round++) {
      double beforeMs = compiledMs(device.process());
      long start = System.nanoTime();
      warmup.warmUp(device.client(), device.mayLeave());
      double tookMs = (System.nanoTime() - start) / 1e6;
      part = (compiledMs(device.process()) - beforeMs) / tookMs;
      logger.debug("{} compiled for {} of the time", device.process().uri(), part);
    }
  }

  private double compiledMs(ServiceProcess process)
      throws IOException, InterruptedException, FailedException {
    return Meters.value(client, process.uri(), "jvm.compilation.time");
  }

  /**
   * Sets what the link carries, measures what it really does, and sends activations over it until
   * the devices' estimates have settled, or have had time to.
   */
  LinkRow setRate(DataRate rate) throws IOException, InterruptedException, FailedException {
    hosts.setRate(rate);
    LinkRow measured =
        new LinkRow(
            rate.toString(),
            LinkMeter.measure(hosts.onEdge(), hosts.besideDevice(), Link.EDGE_ADDRESS, rate) / 1e6,
            LinkMeter.measure(hosts.besideDevice(), hosts.onEdge(), Link.DEVICE_ADDRESS, rate)
                / 1e6);
    for (Device each : distinctDevices()) {
      DeviceClient device = each.client();
      long start = System.nanoTime();
      for (int i = 1; i <= MOST_CROSSINGS; i++) {
        warmup.cross(device);
        double sinceMs = (System.nanoTime() - start) / 1e6;
        if (i >= FEWEST_CROSSINGS && device.conditions().knows(rate, sinceMs)) {
          break;
        }
      }
    }
    return measured;
  }
}
