package io.isthmus.cli.harness;

import io.isthmus.cli.FailedException;
import io.isthmus.cli.link.Relay;
import io.isthmus.cli.service.Checkout;
import io.isthmus.cli.service.DeviceClient;
import io.isthmus.cli.service.Placement;
import io.isthmus.cli.service.Processor;
import io.isthmus.cli.service.ServiceProcess;
import io.isthmus.cli.service.Services;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import io.isthmus.network.Bottlenecks;
import io.isthmus.network.Network;
import io.isthmus.units.DataRate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An edge, a link of limited speed before it where one is asked for, and devices that reach the
 * edge over it: started and ready. {@link #close()} ends all of them.
 */
public final class TestHarness implements AutoCloseable {

  /** A device to start: the name of its log, how fast it computes, what it may send. */
  private record Wanted(String name, Processor processor, boolean rawInputMayLeave) {}

  private final Network network;
  private final Inputs inputs;
  private final Services services;
  private final ServiceProcess edge;
  private final @Nullable Relay link;
  private final List<ServiceProcess> devices = new ArrayList<>();
  private final List<DeviceClient> clients;

  private TestHarness(Builder builder)
      throws IOException, InvalidPackageException, InterruptedException, FailedException {
    Checkout checkout = Checkout.find();
    try (ModelPackage model = ModelPackage.open(builder.modelPackage)) {
      network = model.network();
      inputs = Inputs.of(checkout.samples(), model);
    }
    services =
        new Services(
            checkout,
            builder.modelPackage,
            checkout.workFolder(builder.folder),
            builder.placement,
            builder.arguments);
    try {
      edge = services.startEdge(builder.edgeThreads);
      link = builder.rate == null ? null : services.startLink(edge, builder.rate);
      int port = link == null ? edge.port() : link.port();
      for (Wanted device : builder.devices) {
        devices.add(
            services.startDevice(
                device.name(), 1, device.processor(), port, device.rawInputMayLeave()));
      }
      clients = devices.stream().map(device -> new DeviceClient(device.uri())).toList();
    } catch (IOException | InterruptedException | FailedException | RuntimeException e) {
      services.close();
      throw e;
    }
  }

  /**
   * Begins to describe one.
   *
   * @param modelPackage the package that all services run
   * @param folder name of the folder for their logs and profiles
   */
  public static Builder of(Path modelPackage, String folder) {
    return new Builder(modelPackage, folder);
  }

  /** What is to be started. Without further words: on all cores, with one thread each, no link. */
  public static final class Builder {

    private final Path modelPackage;
    private final String folder;
    private final List<Wanted> devices = new ArrayList<>();
    private Placement placement = Placement.SHARED;
    private List<String> arguments = List.of();
    private int edgeThreads = 1;
    private @Nullable DataRate rate;

    private Builder(Path modelPackage, String folder) {
      this.modelPackage = modelPackage;
      this.folder = folder;
    }

    /** The edge and the devices compute on cores of their own. */
    public Builder apart() {
      placement = Placement.APART;
      return this;
    }

    /** Spring Boot properties of every service. */
    public Builder arguments(String... properties) {
      arguments = List.of(properties);
      return this;
    }

    /** Threads that the edge computes an operator with. */
    public Builder edgeThreads(int threads) {
      edgeThreads = threads;
      return this;
    }

    /** A link before the edge, whose directions carry that much at first. */
    public Builder link(DataRate atFirst) {
      rate = atFirst;
      return this;
    }

    /** A device, with the name of its log; they are started in this order. */
    public Builder device(String name, Processor processor, boolean rawInputMayLeave) {
      devices.add(new Wanted(name, processor, rawInputMayLeave));
      return this;
    }

    /**
     * Starts everything, each ready before the next: a service that starts for the first time
     * measures its profile, and must have the machine to itself.
     */
    public TestHarness start()
        throws IOException, InvalidPackageException, InterruptedException, FailedException {
      return new TestHarness(this);
    }
  }

  /** The network that all services run. */
  public Network network() {
    return network;
  }

  /** The cuts that a device chooses from. */
  public List<Integer> cuts() {
    return Bottlenecks.of(network).compressive();
  }

  /** What is posted to a device. */
  public Inputs inputs() {
    return inputs;
  }

  /** Requests that a device learns from. */
  public EstimatorWarmup estimatorWarmup() {
    return new EstimatorWarmup(network, inputs);
  }

  /** The edge. */
  public ServiceProcess edge() {
    return edge;
  }

  /** The link; there must be one. */
  public Relay link() {
    return Objects.requireNonNull(link, "started without a link");
  }

  /** The first device. */
  public ServiceProcess device() {
    return devices.get(0);
  }

  /** A client of the first device. */
  public DeviceClient client() {
    return client(0);
  }

  /** A client of a device, by the order in which they were described. */
  public DeviceClient client(int device) {
    return clients.get(device);
  }

  @Override
  public void close() {
    services.close();
  }
}
