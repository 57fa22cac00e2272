package io.isthmus.lab.bench;

import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.Network;
import io.isthmus.tools.FailedException;
import io.isthmus.tools.demo.Inputs;
import io.isthmus.tools.demo.Lessons;
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

/**
 * An edge, a link of changeable speed and a slow device, each computing on one thread of a core of
 * its own. The device may send raw input.
 */
final class LinkedPair implements AutoCloseable {

  private final Services services;
  private final Network network;
  private final Inputs inputs;
  private final ServiceProcess edge;
  private final Relay relay;
  private final DeviceClient device;

  /** Starts all three, one after another, so that each measures its profile undisturbed. */
  LinkedPair(PackageOption modelPackage, DataRate rate)
      throws IOException, InvalidPackageException, InterruptedException, FailedException {
    Checkout checkout = Checkout.find();
    network = modelPackage.network();
    inputs = new Inputs(checkout.samples(), network.input());
    services =
        new Services(
            checkout, modelPackage.path(), checkout.workFolder("bench-apart"), Placement.APART);
    System.err.println("starting an edge and a device; the first time they measure profiles …");
    try {
      edge = services.startEdge(1);
      relay = services.startLink(edge, rate);
      device =
          new DeviceClient(
              services.startDevice("device", 1, Processor.BASIC, relay.port(), true).uri());
    } catch (IOException | InterruptedException | FailedException | RuntimeException e) {
      services.close();
      throw e;
    }
  }

  Network network() {
    return network;
  }

  Inputs inputs() {
    return inputs;
  }

  Lessons lessons() {
    return new Lessons(network, inputs);
  }

  /** Where the edge answers without the link between. */
  URI edge() {
    return edge.uri();
  }

  Relay relay() {
    return relay;
  }

  DeviceClient device() {
    return device;
  }

  @Override
  public void close() {
    services.close();
  }
}
