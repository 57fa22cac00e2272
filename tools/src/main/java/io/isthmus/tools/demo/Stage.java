package io.isthmus.tools.demo;

import io.isthmus.model.Bottlenecks;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import io.isthmus.model.Network;
import io.isthmus.tools.FailedException;
import io.isthmus.tools.link.Relay;
import io.isthmus.tools.service.Checkout;
import io.isthmus.tools.service.Conditions;
import io.isthmus.tools.service.DeviceClient;
import io.isthmus.tools.service.Processor;
import io.isthmus.tools.service.ServiceProcess;
import io.isthmus.tools.service.Services;
import io.isthmus.units.DataRate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** An edge, a link of changeable speed, and two devices: one may send raw input, one may not. */
final class Stage implements AutoCloseable {

  private static final Duration LEARN = Duration.ofSeconds(10);
  private static final double CLOSE = 1.25;
  private static final int LESSON_BATCH = 4;
  private static final int LARGEST_BATCH = 16;
  private static final int WARM_UPS = 15;
  private static final DataRate WARM_UP_RATE = DataRate.parse("64MB/s");

  private final Services services;
  private final Relay relay;
  private final Inputs inputs;
  private final int lessonCut;
  private final URI dashboard;
  private final DeviceClient open;
  private final DeviceClient reserved;

  /**
   * Starts everything. In this order, and each ready before the next: a service that starts for the
   * first time measures its profile, and must have the machine to itself.
   *
   * @param processor of the devices
   * @param rate of the link at first
   */
  Stage(Checkout checkout, Path modelPackage, Processor processor, DataRate rate)
      throws IOException, InvalidPackageException, InterruptedException, FailedException {
    Network network;
    try (ModelPackage model = ModelPackage.open(modelPackage)) {
      network = model.network();
    }
    inputs = new Inputs(checkout.samples(), network.input());
    lessonCut = narrowest(network);
    services = new Services(checkout, modelPackage, checkout.workFolder("demo"));
    Relay started = null;
    try {
      ServiceProcess edge = services.startEdge(Runtime.getRuntime().availableProcessors());
      started =
          new Relay(new InetSocketAddress(InetAddress.getLoopbackAddress(), edge.port()), rate);
      ServiceProcess first =
          services.startDevice("device-open", 1, processor, started.port(), true);
      ServiceProcess second =
          services.startDevice("device-reserved", 1, processor, started.port(), false);
      relay = started;
      dashboard = first.uri().resolve("/");
      open = new DeviceClient(first.uri());
      reserved = new DeviceClient(second.uri());
    } catch (IOException | InterruptedException | FailedException | RuntimeException e) {
      services.close();
      if (started != null) {
        started.close();
      }
      throw e;
    }
  }

  private static int narrowest(Network network) {
    List<Integer> compressive = Bottlenecks.of(network).compressive();
    return compressive.isEmpty() ? network.length() - 1 : compressive.get(compressive.size() - 1);
  }

  /**
   * Lets the services run hot, which takes a JVM some dozens of requests; none of them is counted.
   */
  void warmUp() throws IOException, InterruptedException, FailedException {
    relay.setRate(WARM_UP_RATE);
    for (int i = 0; i < WARM_UPS; i++) {
      for (DeviceClient device : List.of(open, reserved)) {
        device.infer(inputs.photos(LESSON_BATCH, i), "local");
        device.infer(inputs.photos(1, i), Integer.toString(lessonCut));
        device.infer(inputs.frames(1, i), Integer.toString(lessonCut));
      }
      open.infer(inputs.photos(LESSON_BATCH, i), "offload");
    }
    for (DeviceClient device : List.of(open, reserved)) { // memory for the largest batch
      device.infer(inputs.frames(LARGEST_BATCH, 0), "local");
      device.infer(inputs.frames(LARGEST_BATCH, 0), Integer.toString(lessonCut));
    }
  }

  Inputs inputs() {
    return inputs;
  }

  /** The page of the device that may send raw input. */
  URI dashboard() {
    return dashboard;
  }

  /** The device under that privacy. */
  DeviceClient device(boolean rawInputMayLeave) {
    return rawInputMayLeave ? open : reserved;
  }

  /** Changes the speed of the link, and does not wait for anyone to notice. */
  void setRate(DataRate rate) {
    relay.setRate(rate);
  }

  /**
   * Waits until a device has learnt the link's rate from requests that cross it. They are needed: a
   * device probes an idle link only now and then.
   *
   * @return whether it has learnt it in time
   */
  boolean teach(boolean rawInputMayLeave, DataRate rate)
      throws IOException, InterruptedException, FailedException {
    DeviceClient device = device(rawInputMayLeave);
    long start = System.nanoTime();
    do {
      device.infer(inputs.frames(LESSON_BATCH, 0), Integer.toString(lessonCut));
      if (knows(device.conditions(), rate, (System.nanoTime() - start) / 1e6)) {
        return true;
      }
    } while (System.nanoTime() - start < LEARN.toNanos());
    return false;
  }

  private static boolean knows(Conditions now, DataRate rate, double sinceMs) {
    Double believed = now.link().bytesPerSecond();
    Double age = now.link().ageMs();
    return now.edge().equals("READY")
        && believed != null
        && age != null
        && age < sinceMs
        && believed < rate.bytesPerSecond() * CLOSE
        && believed > rate.bytesPerSecond() / CLOSE;
  }

  @Override
  public void close() throws IOException {
    services.close();
    relay.close();
  }
}
