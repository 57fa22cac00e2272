package io.isthmus.cli.service;

import io.isthmus.cli.FailedException;
import io.isthmus.cli.link.Relay;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import io.isthmus.units.DataRate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An edge, any number of devices and links of limited speed between them on this machine, each on a
 * free loopback port. They end with {@link #close()}, and with this process unless that is killed
 * outright.
 */
public final class Services implements AutoCloseable {

  /** The first start of a service measures its profile. */
  private static final Duration READY = Duration.ofMinutes(5);

  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration POLL = Duration.ofMillis(200);

  private final Checkout checkout;
  private final Path modelPackage;
  private final String fingerprint;
  private final Path folder;
  private final Placement placement;
  private final List<String> arguments;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Deque<ServiceProcess> running = new ArrayDeque<>();
  private final Deque<Relay> links = new ArrayDeque<>(); // guarded by running
  private boolean stopped; // guarded by running
  private final Thread onExit = new Thread(this::stopAll, "stop-services");

  /**
   * Prepares to start services; starts none.
   *
   * @param modelPackage the package that all of them run
   * @param folder for their logs and profiles
   * @param placement on the cores
   */
  public Services(Checkout checkout, Path modelPackage, Path folder, Placement placement)
      throws IOException, InvalidPackageException {
    this(checkout, modelPackage, folder, placement, List.of());
  }

  /**
   * The same.
   *
   * @param arguments for every service, besides those that it needs
   */
  public Services(
      Checkout checkout,
      Path modelPackage,
      Path folder,
      Placement placement,
      List<String> arguments)
      throws IOException, InvalidPackageException {
    this.arguments = List.copyOf(arguments);
    this.checkout = checkout;
    this.modelPackage = modelPackage.toAbsolutePath();
    this.folder = folder;
    this.placement = placement;
    try (ModelPackage model = ModelPackage.open(modelPackage)) {
      fingerprint = model.network().fingerprint();
    }
    Runtime.getRuntime().addShutdownHook(onExit);
  }

  /**
   * Starts an edge and waits until it is ready.
   *
   * @param threads of inference
   */
  public ServiceProcess startEdge(int threads)
      throws IOException, InterruptedException, FailedException {
    return startEdge(threads, freePort());
  }

  /** Starts an edge on a port, such as that of one that has ended. */
  public ServiceProcess startEdge(int threads, int port)
      throws IOException, InterruptedException, FailedException {
    return startEdge(threads, port, List.of());
  }

  /** Starts an edge on a port, with these Spring Boot properties besides. */
  public ServiceProcess startEdge(int threads, int port, List<String> properties)
      throws IOException, InterruptedException, FailedException {
    return start("edge", "edge", port, threads, Processor.FULL, properties);
  }

  /**
   * Puts a link of limited speed before an edge, for devices to connect to.
   *
   * @param rate of each direction
   */
  public Relay startLink(ServiceProcess edge, DataRate rate) throws IOException {
    Relay link =
        new Relay(new InetSocketAddress(InetAddress.getLoopbackAddress(), edge.port()), rate);
    synchronized (running) {
      links.push(link);
    }
    return link;
  }

  /** Starts a device that is as fast as this machine; see the other method. */
  public ServiceProcess startDevice(
      String name, int threads, int edgePort, boolean rawInputMayLeave)
      throws IOException, InterruptedException, FailedException {
    return startDevice(name, threads, Processor.FULL, edgePort, rawInputMayLeave);
  }

  /**
   * Starts a device and waits until it is ready.
   *
   * @param name what its log is called
   * @param threads of inference
   * @param processor how fast it computes
   * @param edgePort loopback port of its edge, or of a relay before that
   * @param rawInputMayLeave whether the device may send its input as it is
   */
  public ServiceProcess startDevice(
      String name, int threads, Processor processor, int edgePort, boolean rawInputMayLeave)
      throws IOException, InterruptedException, FailedException {
    return startDevice(
        name,
        threads,
        processor,
        List.of(
            "--isthmus.edge.url=http://127.0.0.1:" + edgePort,
            "--isthmus.edge.probe-interval=500ms",
            "--isthmus.privacy.raw-input-may-leave=" + rawInputMayLeave));
  }

  /** Starts a device that is given these Spring Boot properties, and waits until it is ready. */
  public ServiceProcess startDevice(
      String name, int threads, Processor processor, List<String> properties)
      throws IOException, InterruptedException, FailedException {
    return startDevice(name, threads, processor, freePort(), properties);
  }

  /** Starts a device on a port, with these Spring Boot properties, and waits until it is ready. */
  public ServiceProcess startDevice(
      String name, int threads, Processor processor, int port, List<String> properties)
      throws IOException, InterruptedException, FailedException {
    return start("device", name, port, threads, processor, properties);
  }

  /**
   * Starts a service with all threads and no edge, and ends it; returns the seconds until it was
   * ready.
   *
   * @param environment variables of the launcher
   */
  public double timeStart(String kind, Map<String, String> environment)
      throws IOException, InterruptedException, FailedException {
    int threads = Runtime.getRuntime().availableProcessors();
    List<String> own =
        List.of(
            "--isthmus.edge.url=",
            "--isthmus.model.package=" + modelPackage,
            "--isthmus.model.profile=" + profile(threads, Processor.FULL, List.of()),
            "--isthmus.inference.threads=" + threads);
    ServiceProcess.Launch launch =
        new ServiceProcess.Launch(kind, kind, LOOPBACK, freePort(), List.of(), environment, own);
    long start = System.nanoTime();
    try (ServiceProcess service = ServiceProcess.start(checkout, folder, launch)) {
      service.awaitReady(client, READY, Duration.ofMillis(20), starting -> {});
      return (System.nanoTime() - start) / 1e9;
    }
  }

  private ServiceProcess start(
      String kind, String name, int port, int threads, Processor processor, List<String> more)
      throws IOException, InterruptedException, FailedException {
    List<String> all = new ArrayList<>(more);
    all.addAll(arguments);
    all.add("--isthmus.model.package=" + modelPackage);
    all.add("--isthmus.model.profile=" + profile(threads, processor, all));
    all.add("--isthmus.inference.threads=" + threads);
    ServiceProcess service;
    synchronized (running) {
      if (stopped) {
        throw new FailedException("the services are being stopped");
      }
      service =
          ServiceProcess.start(
              checkout,
              folder,
              new ServiceProcess.Launch(
                  kind,
                  name,
                  LOOPBACK,
                  port,
                  placement.prefix(kind),
                  processor.environment(),
                  all));
      running.push(service);
    }
    service.awaitReady(client, READY, POLL, starting -> {});
    return service;
  }

  /** A profile belongs to a model and to what computes; the file's name says so. */
  private Path profile(int threads, Processor processor, List<String> properties) {
    return folder.resolve(
        "profile-%s-%d-%s%s%s.json"
            .formatted(
                fingerprint.substring(0, 12),
                threads,
                processor.name().toLowerCase(Locale.ROOT),
                suffix(properties, "--isthmus.engine="),
                suffix(properties, "--isthmus.inference.device=")));
  }

  private static String suffix(List<String> properties, String name) {
    return properties.stream()
        .filter(property -> property.startsWith(name))
        .map(property -> "-" + property.substring(name.length()).replaceAll("[^a-z0-9]", ""))
        .reduce("", (earlier, last) -> last);
  }

  /** A loopback port that nobody listens on just now. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void stopAll() {
    synchronized (running) {
      stopped = true;
      while (!running.isEmpty()) {
        running.pop().close();
      }
      while (!links.isEmpty()) {
        links.pop().close();
      }
    }
  }

  /** Stops them, the last one first. */
  @Override
  public void close() {
    stopAll();
    try {
      Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (IllegalStateException e) {
      // the process is ending: the hook runs anyway
    }
  }
}
