package io.isthmus.lab.bench;

import io.isthmus.model.Bottlenecks;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.Network;
import io.isthmus.tools.FailedException;
import io.isthmus.tools.demo.Inputs;
import io.isthmus.tools.service.Checkout;
import io.isthmus.tools.service.DeviceClient;
import io.isthmus.tools.service.Placement;
import io.isthmus.tools.service.ServiceProcess;
import io.isthmus.tools.service.Services;
import java.io.IOException;
import java.util.List;

/** An edge and a device with nothing between them. */
final class Pair implements AutoCloseable {

  private final Services services;
  private final Inputs inputs;
  private final List<Integer> cuts;
  private final ServiceProcess edge;
  private final ServiceProcess device;

  /** Starts both, and waits until they are ready. */
  Pair(PackageOption modelPackage)
      throws IOException, InvalidPackageException, InterruptedException, FailedException {
    Checkout checkout = Checkout.find();
    Network network = modelPackage.network();
    inputs = new Inputs(checkout.samples(), network.input());
    cuts = Bottlenecks.of(network).compressive();
    services =
        new Services(checkout, modelPackage.path(), checkout.workFolder("bench"), Placement.SHARED);
    System.err.println("starting an edge and a device; the first time they measure profiles …");
    try {
      edge = services.startEdge(Runtime.getRuntime().availableProcessors());
      device = services.startDevice("device", 1, edge.port(), true);
    } catch (IOException | InterruptedException | FailedException | RuntimeException e) {
      services.close();
      throw e;
    }
  }

  Inputs inputs() {
    return inputs;
  }

  /** The cuts that a device chooses from. */
  List<Integer> cuts() {
    return cuts;
  }

  ServiceProcess edge() {
    return edge;
  }

  ServiceProcess device() {
    return device;
  }

  DeviceClient client() {
    return new DeviceClient(device.uri());
  }

  @Override
  public void close() {
    services.close();
  }
}
