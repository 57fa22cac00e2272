package io.isthmus.tools.demo;

import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import io.isthmus.model.Network;
import io.isthmus.tools.FailedException;
import io.isthmus.tools.link.Relay;
import io.isthmus.tools.service.Checkout;
import io.isthmus.tools.service.DeviceClient;
import io.isthmus.tools.service.Placement;
import io.isthmus.tools.service.Processor;
import io.isthmus.tools.service.ServiceProcess;
import io.isthmus.tools.service.Services;
import io.isthmus.units.DataRate;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** An edge, a link of changeable speed, and two devices: one may send raw input, one may not. */
final class Stage implements AutoCloseable {

  private static final Duration LEARN = Duration.ofSeconds(10);
  private static final DataRate WARM_UP_RATE = DataRate.parse("64MB/s");

  private final Services services;
  private final Relay relay;
  private final Inputs inputs;
  private final Lessons lessons;
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
    lessons = new Lessons(network, inputs);
    services = new Services(checkout, modelPackage, checkout.workFolder("demo"), Placement.APART);
    try {
      ServiceProcess edge = services.startEdge(1);
      relay = services.startLink(edge, rate);
      ServiceProcess first = services.startDevice("device-open", 1, processor, relay.port(), true);
      ServiceProcess second =
          services.startDevice("device-reserved", 1, processor, relay.port(), false);
      dashboard = first.uri().resolve("/");
      open = new DeviceClient(first.uri());
      reserved = new DeviceClient(second.uri());
    } catch (IOException | InterruptedException | FailedException | RuntimeException e) {
      services.close();
      throw e;
    }
  }

  /** Lets the services run hot; none of these requests is counted. */
  void warmUp() throws InterruptedException, FailedException {
    relay.setRate(WARM_UP_RATE);
    lessons.warmUp(open, true);
    lessons.warmUp(reserved, false);
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
      throws InterruptedException, FailedException {
    DeviceClient device = device(rawInputMayLeave);
    long start = System.nanoTime();
    do {
      lessons.cross(device);
      if (device.conditions().knows(rate, (System.nanoTime() - start) / 1e6)) {
        return true;
      }
    } while (System.nanoTime() - start < LEARN.toNanos());
    return false;
  }

  @Override
  public void close() {
    services.close();
  }
}
