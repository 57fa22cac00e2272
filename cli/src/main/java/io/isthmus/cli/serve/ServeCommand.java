package io.isthmus.cli.serve;

import io.isthmus.cli.FailedException;
import io.isthmus.cli.Output;
import io.isthmus.cli.UsageException;
import io.isthmus.cli.link.Relay;
import io.isthmus.cli.service.Checkout;
import io.isthmus.cli.service.Placement;
import io.isthmus.cli.service.Processor;
import io.isthmus.cli.service.ServiceProcess;
import io.isthmus.cli.service.Services;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import io.isthmus.units.DataRate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code serve}: an edge and a device with any package on this machine, for trying it. */
@Command(
    name = "serve",
    description = {
      "Serves a package on this machine until Ctrl-C: an edge, a device and if wanted a slow link"
          + " between them. The device's dashboard shows the network, its cuts and every request."
          + " Logs and profiles: .isthmus/serve"
    },
    footer = {
      "  ./isthmus serve mynet.zip",
      "  ./isthmus serve mynet.zip --rate 2MB/s --devices BASIC -- --isthmus.accuracy=0.01"
    })
public final class ServeCommand implements Callable<Integer> {

  private static final Duration POLL = Duration.ofMillis(500);
  private static final double SLOWEST = 10e3; // one activation would take minutes
  private static final int LAST_PORT = 65_535;

  @Parameters(
      paramLabel = "PACKAGE",
      index = "0",
      arity = "0..1",
      description = "Model package; models/efficientnet_b0.zip by default.")
  private Path modelPackage = Checkout.find().defaultPackage();

  @Parameters(
      paramLabel = "--KEY=VALUE",
      index = "1..*",
      arity = "0..*",
      description = "Behind --: Spring Boot properties for the device.")
  private List<String> properties = List.of();

  @Option(
      names = "--rate",
      paramLabel = "RATE",
      description = "What the link carries in each direction, such as 2MB/s; no limit by default.")
  private @Nullable DataRate rate;

  @Option(
      names = "--devices",
      paramLabel = "PROCESSOR",
      description = {
        "How fast the device computes: FULL (default), or BASIC, without AVX and so some 2 to 6"
            + " times slower than the edge."
      })
  private Processor processor = Processor.FULL;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where the device listens; 8080 by default, 0 for a free one.")
  private int port = 8080;

  @Mixin private Output output = new Output();

  /**
   * The JSON form, printed once both services are ready.
   *
   * @param dashboard the device's page
   * @param infer where inputs are posted
   */
  record Serving(URI dashboard, URI infer) {}

  @Override
  public Integer call() throws Exception {
    check();
    String request = request();
    try (Services services = services()) {
      System.err.println("starting both services; the first time they measure profiles …");
      ServiceProcess edge = services.startEdge(1);
      int edgePort = rate == null ? edge.port() : services.startLink(edge, rate).port();
      ServiceProcess device =
          services.startDevice("device", 1, processor, port(), ofDevice(edgePort));
      Serving serving = new Serving(device.uri().resolve("/"), device.uri().resolve("/infer"));
      output.print(serving, () -> welcome(serving, request));
      stay(List.of(edge, device));
    }
    return 0;
  }

  /** What posts an input. */
  private String request() throws IOException, InvalidPackageException {
    try (ModelPackage model = ModelPackage.open(modelPackage)) {
      if (model.network().takesPictures()) {
        return "curl -F images=@PICTURE";
      }
      return model.audio() == null
          ? "curl -H 'Content-Type: application/x-safetensors' --data-binary @FILE"
          : "curl -T SOUND.wav";
    }
  }

  private Services services() throws IOException, InvalidPackageException {
    Checkout checkout = Checkout.find();
    return new Services(checkout, modelPackage, checkout.workFolder("serve"), Placement.APART);
  }

  private void check() throws UsageException {
    if (rate != null
        && (rate.bytesPerSecond() < SLOWEST || rate.bytesPerSecond() > Relay.FASTEST)) {
      throw new UsageException("--rate must lie within 10kB/s to 1GB/s, not " + rate);
    }
    if (port < 0 || port > LAST_PORT) {
      throw new UsageException("--port must be 0 to 65535, not " + port);
    }
    for (String property : properties) {
      if (!property.matches("--[^=]+=.*")) {
        throw new UsageException(
            "what follows the package must be properties, such as -- --isthmus.accuracy=0.01, not "
                + property);
      }
    }
  }

  /** The wanted port. Asked first, since a service that cannot have it says so in its log only. */
  private int port() throws IOException, UsageException {
    if (port == 0) {
      return Services.freePort();
    }
    try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    } catch (IOException e) {
      throw new UsageException("port %d is taken; --port names another".formatted(port));
    }
  }

  private List<String> ofDevice(int edgePort) {
    List<String> all = new ArrayList<>(properties);
    all.add("--isthmus.edge.url=http://127.0.0.1:" + edgePort);
    return all;
  }

  private static String welcome(Serving serving, String request) {
    return """
        dashboard: %s
        a request: %s '%s?top=3'
        Ctrl-C ends it\
        """
        .formatted(serving.dashboard(), request, serving.infer());
  }

  /** Until Ctrl-C, which ends this process and, through its shutdown hook, the services. */
  private static void stay(List<ServiceProcess> services)
      throws IOException, InterruptedException, FailedException {
    while (true) {
      for (ServiceProcess service : services) {
        service.requireRunning();
      }
      Thread.sleep(POLL.toMillis());
    }
  }
}
