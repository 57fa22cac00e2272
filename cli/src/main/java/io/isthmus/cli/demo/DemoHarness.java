package io.isthmus.cli.demo;

import io.isthmus.cli.FailedException;
import io.isthmus.cli.harness.EstimatorWarmup;
import io.isthmus.cli.harness.Inputs;
import io.isthmus.cli.harness.TestHarness;
import io.isthmus.cli.service.Checkout;
import io.isthmus.cli.service.DeviceClient;
import io.isthmus.cli.service.Processor;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.units.DataRate;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** An edge, a link of changeable speed, and two devices: one may send raw input, one may not. */
final class DemoHarness implements AutoCloseable {

  private static final Duration LEARN = Duration.ofSeconds(10);
  private static final DataRate WARM_UP_RATE = DataRate.parse("64MB/s");

  private final TestHarness harness;
  private final EstimatorWarmup warmup;
  private final Inputs inputs;

  /**
   * Starts everything.
   *
   * @param processor of the devices
   * @param rate of the link at first
   */
  DemoHarness(Path modelPackage, Processor processor, DataRate rate)
      throws IOException, InvalidPackageException, InterruptedException, FailedException {
    harness =
        TestHarness.of(modelPackage, "demo")
            .apart()
            .link(rate)
            .device("device-open", processor, true)
            .device("device-reserved", processor, false)
            .start();
    warmup = harness.estimatorWarmup();
    inputs = new Inputs(Checkout.find().clothes(), harness.network().input());
  }

  /** Lets the services run hot; none of these requests is counted. */
  void warmUp() throws InterruptedException, FailedException {
    setRate(WARM_UP_RATE);
    warmup.warmUp(device(true), true);
    warmup.warmUp(device(false), false);
  }

  /** Photographs of what the repository's network knows. */
  Inputs inputs() {
    return inputs;
  }

  /** The page of the device that may send raw input. */
  URI dashboard() {
    return harness.device().uri().resolve("/");
  }

  /** The device under that privacy. */
  DeviceClient device(boolean rawInputMayLeave) {
    return harness.client(rawInputMayLeave ? 0 : 1);
  }

  /** Changes the speed of the link, and does not wait for anyone to notice. */
  void setRate(DataRate rate) {
    harness.link().setRate(rate);
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
      warmup.cross(device);
      if (device.conditions().knows(rate, (System.nanoTime() - start) / 1e6)) {
        return true;
      }
    } while (System.nanoTime() - start < LEARN.toNanos());
    return false;
  }

  @Override
  public void close() {
    harness.close();
  }
}
