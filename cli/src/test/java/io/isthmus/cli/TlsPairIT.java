package io.isthmus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.cli.service.Checkout;
import io.isthmus.cli.service.Payload;
import io.isthmus.cli.service.ServiceProcess;
import io.isthmus.model.ModelPackage;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.Tensor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Both services of profile tls as real processes, with certificates of the script. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TlsPairIT {

  private static final Checkout CHECKOUT = Checkout.find();
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit's
  private static Path work;

  private static Path ours;
  private static int edgePort;
  private static ServiceProcess edge;
  private static ServiceProcess device;
  private static URI address;
  private static Payload payload;

  @BeforeAll
  static void startTheServices() throws Exception {
    ours = work.resolve("ours");
    makeCa("init", ours.toString());
    makeCa("issue", ours.toString(), "app");
    payload = frames();
    edgePort = freePort();
    edge = start("edge", edgePort, ours, List.of());
    int port = freePort();
    device =
        start(
            "device",
            port,
            ours,
            List.of(
                "--isthmus.edge.url=https://localhost:" + edgePort,
                "--isthmus.edge.probe-interval=200ms",
                "--isthmus.edge.timeout-floor=10s",
                "--isthmus.edge.patience-slack=60s",
                "--isthmus.security.infer=certificate",
                "--isthmus.security.certificate-names=app"));
    address = URI.create("https://localhost:" + port);
    awaitEdge("READY");
  }

  @AfterAll
  static void stopTheServices() {
    device.close();
    edge.close();
  }

  @Order(1)
  @Test
  void everyCutGivesTheBitsOfTheUncutChain() throws Exception {
    String uncut = results(infer("local"));
    for (String cut : List.of("offload", "block2", "block5", "block11", "block15")) {
      JsonNode answer = infer(cut);
      assertThat(degraded(answer)).as(cut).isFalse();
      assertThat(results(answer)).as(cut).isEqualTo(uncut);
    }
  }

  @Order(1)
  @Test
  void onlyTheNamedCertificateMayInfer() throws Exception {
    for (SSLContext other : List.of(Pem.anonymous(ours), Pem.client(ours, "device"))) {
      HttpResponse<String> answer = call(other, request("local"));
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    }
  }

  @Order(2)
  @Test
  void renewedCertificatesAreTakenUpWithoutAFailedExchange() throws Exception {
    makeCa("issue", ours.toString(), "device");
    makeCa("issue", ours.toString(), "edge");
    await(
        "the new certificates",
        () -> {
          assertThat(degraded(infer("block5"))).isFalse();
          return device.log().contains("New certificates are in use towards the edge");
        });
    assertThat(degraded(infer("block5"))).isFalse();
  }

  @Order(3)
  @Test
  void anEdgeOfAnotherAuthorityIsNotUsed_untilItHasTheRightCertificate() throws Exception {
    Path theirs = work.resolve("theirs");
    makeCa("init", theirs.toString());
    Path right = Files.copy(ours.resolve("ca.crt"), work.resolve("right.crt"));
    Files.copy(right, theirs.resolve("ca.crt"), StandardCopyOption.REPLACE_EXISTING);
    edge.close();
    edge = start("edge", edgePort, theirs, List.of());

    awaitEdge("UNAVAILABLE");
    JsonNode answer = infer("block5");
    assertThat(degraded(answer)).isTrue();
    assertThat(results(answer)).isEqualTo(results(infer("local")));
    await(
        "a reason",
        () -> device.log().contains("its certificate is not of an authority that this device"));

    replace(ours.resolve("edge.key"), theirs.resolve("edge.key"));
    replace(ours.resolve("edge.crt"), theirs.resolve("edge.crt"));
    awaitEdge("READY");
    assertThat(degraded(infer("block5"))).isFalse();
  }

  private static void replace(Path from, Path to) throws IOException {
    Path aside = Files.copy(from, to.resolveSibling("aside"), StandardCopyOption.REPLACE_EXISTING);
    Files.move(aside, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static ServiceProcess start(String kind, int port, Path folder, List<String> more)
      throws Exception {
    int actuator = freePort();
    List<String> arguments = new ArrayList<>(more);
    arguments.add("--spring.profiles.active=tls");
    arguments.add("--spring.ssl.bundle.watch.file.quiet-period=200ms");
    arguments.add("--management.server.port=" + actuator);
    arguments.add("--isthmus.tls.certificate=" + folder.resolve(kind + ".crt"));
    arguments.add("--isthmus.tls.private-key=" + folder.resolve(kind + ".key"));
    arguments.add("--isthmus.tls.trust=" + folder.resolve("ca.crt"));
    arguments.add("--isthmus.model.profile=" + work.resolve("profile.json"));
    arguments.add("--isthmus.model.profile-batches=1,2");
    arguments.add("--isthmus.model.profile-time=20ms");
    arguments.add("--isthmus.inference.threads=1");
    var launch =
        new ServiceProcess.Launch(kind, kind, "localhost", port, List.of(), Map.of(), arguments);
    ServiceProcess service = ServiceProcess.start(CHECKOUT, work, launch);
    URI health = URI.create("http://127.0.0.1:%d/actuator/health".formatted(actuator));
    await(
        kind + " to be ready",
        () -> {
          service.requireRunning();
          try {
            return call(SSLContext.getDefault(), HttpRequest.newBuilder(health).build())
                    .statusCode()
                == 200;
          } catch (IOException e) { // it does not listen yet
            return false;
          }
        });
    return service;
  }

  private static void makeCa(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(CHECKOUT.root().resolve("tools/tls/make-ca.sh").toString());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }

  private static JsonNode infer(String split) throws Exception {
    return json(call(Pem.client(ours, "app"), request(split)));
  }

  private static HttpRequest request(String split) {
    return HttpRequest.newBuilder(address.resolve("/infer?logits=true&split=" + split))
        .header("Content-Type", payload.contentType())
        .timeout(PATIENCE)
        .POST(HttpRequest.BodyPublishers.ofByteArray(payload.body()))
        .build();
  }

  private static void awaitEdge(String status) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(address.resolve("/conditions")).build();
    await(
        "the edge to be " + status,
        () -> json(call(Pem.anonymous(ours), request)).path("edge").asString().equals(status));
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("waited in vain for " + what).isLessThan(end);
      Thread.sleep(100);
    }
  }

  private static JsonNode json(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  /** Over a connection of its own. */
  private static HttpResponse<String> call(SSLContext context, HttpRequest request)
      throws IOException, InterruptedException {
    HttpClient client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(context).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static boolean degraded(JsonNode answer) {
    return answer.path("degraded").booleanValue();
  }

  private static String results(JsonNode answer) {
    return answer.path("results").toString();
  }

  private static Payload frames() throws Exception {
    TensorSpec input;
    try (ModelPackage opened = ModelPackage.open(CHECKOUT.defaultPackage())) {
      input = opened.network().input();
    }
    byte[] noise = new byte[(int) input.bytes(2)];
    new SplittableRandom(2).nextBytes(noise);
    ByteBuffer data = ByteBuffer.wrap(noise).order(ByteOrder.nativeOrder());
    return Payload.frames(new Tensor(input, 2, data));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
