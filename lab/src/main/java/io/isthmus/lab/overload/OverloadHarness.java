package io.isthmus.lab.overload;

import io.isthmus.cli.FailedException;
import io.isthmus.cli.harness.TestHarness;
import io.isthmus.cli.service.Meters;
import io.isthmus.cli.service.Payload;
import io.isthmus.cli.service.Processor;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.network.CutTensors;
import io.isthmus.network.Network;
import io.isthmus.tensor.Safetensors;
import io.isthmus.tensor.Tensor;
import io.isthmus.wire.WireHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * An edge and a slow device, each computing on one thread of a core of its own, and what is posted
 * to them.
 */
final class OverloadHarness implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** A service and the one request that it is loaded with. */
  record Target(String name, URI uri, HttpRequest request) {}

  private final TestHarness harness;
  private final Target edge;
  private final Target device;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private long seed;

  /** Starts both. */
  OverloadHarness(Path modelPackage, String admission)
      throws IOException, InvalidPackageException, InterruptedException, FailedException {
    System.err.println("starting an edge and a device; the first time they measure profiles …");
    harness =
        TestHarness.of(modelPackage, "bench-apart")
            .apart()
            .arguments("--isthmus.inference.admission=" + admission)
            .device("device", Processor.BASIC, true)
            .start();
    URI edgeUri = harness.edge().uri();
    URI deviceUri = harness.device().uri();
    edge = new Target("edge", edgeUri, tail(edgeUri));
    device = new Target("device", deviceUri, infer(deviceUri, harness.inputs().frames(1, 0)));
  }

  /** The middle one of the cuts that a device chooses from, for one image. */
  private HttpRequest tail(URI service) throws IOException {
    Network network = harness.network();
    List<Integer> cuts = harness.cuts();
    int cut = cuts.get(cuts.size() / 2);
    CutTensors tensors = network.activation(cut);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    Safetensors.write(body, tensors, Tensor.zeros(tensors, 1));
    return HttpRequest.newBuilder(service.resolve("/tail/" + cut))
        .header("Content-Type", Safetensors.MEDIA_TYPE)
        .header(WireHeaders.MODEL, network.fingerprint())
        .timeout(TIMEOUT)
        .POST(BodyPublishers.ofByteArray(body.toByteArray()))
        .build();
  }

  private static HttpRequest infer(URI service, Payload payload) {
    return HttpRequest.newBuilder(service.resolve("/infer?top=1"))
        .header("Content-Type", payload.contentType())
        .timeout(TIMEOUT)
        .POST(BodyPublishers.ofByteArray(payload.body()))
        .build();
  }

  String network() {
    return harness.network().name();
  }

  Target edge() {
    return edge;
  }

  Target device() {
    return device;
  }

  double capacity(Target target, Duration time) throws InterruptedException, FailedException {
    return ClosedLoop.capacity(client, target.request(), time);
  }

  /** Offers a load for that long. */
  Round load(Target target, double perSecond, Duration time)
      throws InterruptedException, IOException, FailedException {
    List<LoadSample> samples = new OpenLoop(client, target.request()).run(perSecond, time, ++seed);
    return new Round(time, limit(target), samples);
  }

  /** How many may be inside just now, as the service's own meter tells. */
  private int limit(Target target) throws InterruptedException, IOException, FailedException {
    return (int) Meters.value(client, target.uri(), "isthmus.admission.limit");
  }

  /** What a device makes of an edge that others load; it asks now and then itself. */
  BusyEdgeRow busyEdge(double load, double capacity, double perSecond, Duration time)
      throws InterruptedException, IOException, FailedException {
    List<LoadSample> others = new ArrayList<>();
    OpenLoop loop = new OpenLoop(client, edge.request());
    long othersSeed = ++seed;
    Thread thread =
        new Thread(
            () -> {
              try {
                others.addAll(loop.run(load * capacity, time, othersSeed));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "others");
    thread.setDaemon(true);
    thread.start();
    List<LoadSample> own = new OpenLoop(client, device.request()).run(perSecond, time, ++seed);
    thread.join();
    Round round = new Round(time, limit(edge), others);
    return BusyEdgeRow.of(LoadRow.of(edge.name(), load, List.of(round)), own);
  }

  @Override
  public void close() {
    harness.close();
  }
}
