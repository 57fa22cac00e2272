package io.isthmus.device.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.isthmus.control.EdgeEvent;
import io.isthmus.control.TailWork;
import io.isthmus.decision.Option;
import io.isthmus.device.control.Controllers;
import io.isthmus.device.control.LiveController;
import io.isthmus.device.edge.EdgeException.Kind;
import io.isthmus.network.Chains;
import io.isthmus.network.Network;
import io.isthmus.profile.MadeProfile;
import io.isthmus.service.observability.Spans;
import io.isthmus.wire.Deadline;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;

/**
 * What is sent to the edge a second time, counted by an edge that says too little or the wrong
 * thing.
 */
class RetriesTest {

  private static final double NEVER = Double.POSITIVE_INFINITY;
  private static final String LOST = "";

  private final AtomicInteger exchanges = new AtomicInteger();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Network network = Chains.of(100, List.of(60_000, 7_500, 10));
  private ServerSocket server;
  private ExecutorService threads;
  private ScheduledExecutorService alarms;
  private CloseableHttpClient client;
  private EdgeClient link;
  private volatile String answer = LOST;

  @BeforeEach
  void anEdgeIsKnown() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "edge");
    thread.setDaemon(true);
    thread.start();
    URI url = URI.create("http://127.0.0.1:" + server.getLocalPort());
    EdgeProperties properties =
        new EdgeProperties(
            url,
            Duration.ofHours(1),
            Duration.ofHours(1),
            Duration.ofSeconds(1),
            3,
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            1.5,
            Duration.ofSeconds(10),
            1_000_000); // the breaker would end every storm
    EdgeConfiguration configuration = new EdgeConfiguration();
    var connections = configuration.edgeConnections(properties, new DefaultSslBundleRegistry());
    client = configuration.edgeHttpClient(connections);
    threads = configuration.edgeThreads();
    alarms = configuration.edgeAlarms();
    LiveController controller =
        Controllers.of(network, MadeProfile.times(MadeProfile.batch(1, 1, 1, 1)));
    controller.on(new EdgeEvent.Met(MadeProfile.of(MadeProfile.batch(1, 1, 1, 1))));
    link =
        new EdgeClient(
            properties,
            configuration.edgeHttp(client, connections, properties, network),
            configuration.edgeGuard(
                configuration.circuitBreakers(properties, meters), alarms, controller),
            controller,
            threads,
            new EdgeMeters(meters),
            Spans.none());
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    threads.shutdownNow();
    alarms.shutdownNow();
    server.close();
  }

  /** Takes the head of every request and gives the answer, or hangs up. */
  private void serve() {
    try {
      while (true) {
        try (Socket socket = server.accept()) {
          socket.setTcpNoDelay(true);
          readRequest(socket.getInputStream());
          exchanges.incrementAndGet();
          socket.getOutputStream().write(answer.getBytes(US_ASCII));
        }
      }
    } catch (IOException e) {
      // the test is over
    }
  }

  private static void readRequest(InputStream in) throws IOException {
    byte[] buffer = new byte[4096];
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0 || head.indexOf("\r\n\r\n") + 5 > head.length()) {
      int n = in.read(buffer);
      if (n < 0) {
        return;
      }
      head.append(new String(buffer, 0, n, US_ASCII));
    }
  }

  private static String status(int status, String... headers) {
    String lines = String.join("\r\n", headers);
    return "HTTP/1.1 %d x\r\n%s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        .formatted(status, lines.isEmpty() ? "X-Nothing: x" : lines);
  }

  private EdgeException fail(double predictedMs, double ownMs, Deadline deadline) {
    PendingTail call =
        link.begin(
            new TailRequest(
                new TailWork(Option.at(2), 1, 0), new OneByte(), predictedMs, 0, ownMs, deadline),
            link.uploads());
    return catchThrowableOfType(EdgeException.class, () -> call.await(Duration.ofSeconds(10)));
  }

  private double count(String outcome) {
    var counter = meters.find("isthmus.retries").tag("outcome", outcome).counter();
    return counter == null ? 0 : counter.count();
  }

  @Test
  void aConnectionThatBrokeIsReplacedOnce() {
    assertThat(fail(10, NEVER, Deadline.NONE).kind()).isEqualTo(Kind.UNREACHED);
    assertThat(exchanges).hasValue(2);
    assertThat(count("taken")).isEqualTo(1);
  }

  @Test
  void aStormIsImpossible() {
    for (int i = 0; i < 1000; i++) {
      assertThat(fail(10, NEVER, Deadline.NONE).kind()).isEqualTo(Kind.UNREACHED);
    }
    assertThat(exchanges.get()).isBetween(1200, 1203);
    assertThat(count("taken")).isEqualTo(exchanges.get() - 1000);
    assertThat(count("no-budget")).isEqualTo(2000 - exchanges.get());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 409, 413, 415, 429, 500, 502, 504, 200})
  void whatTheEdgeRefusesOrFailsAtIsNotSentAgain(int status) {
    answer = status(status);
    Kind kind = fail(10, NEVER, new Deadline(60_000, System.nanoTime())).kind();
    assertThat(exchanges).hasValue(1);
    assertThat(meters.find("isthmus.retries").counters())
        .allSatisfy(counter -> assertThat(counter.count()).isZero());
    assertThat(kind == Kind.TOO_LATE).isEqualTo(status == 504);
  }

  @Test
  void a504ThatNobodyAskedForIsAFailure() {
    answer = status(504);
    assertThat(fail(10, NEVER, Deadline.NONE).kind()).isEqualTo(Kind.FAILED);
  }

  @Test
  void whatTheDeviceCanFinishSoonerIsNotSentAgain() {
    fail(10, 9, Deadline.NONE);
    fail(-1, 1e6, Deadline.NONE);
    assertThat(exchanges).hasValue(2);
    assertThat(count("device-sooner")).isEqualTo(2);
  }

  @Test
  void whatWouldMissTheDeadlineIsNotSentAgain() {
    fail(5000, NEVER, new Deadline(4000, System.nanoTime()));
    assertThat(exchanges).hasValue(1);
    assertThat(count("too-late")).isEqualTo(1);
  }

  @Test
  void anOverloadedEdgeIsAskedAgainOnceItsTimeHasPassed_ifThatIsSoon() {
    answer = status(503, "Retry-After: 1");
    long start = System.nanoTime();
    assertThat(fail(10, NEVER, Deadline.NONE).kind()).isEqualTo(Kind.BUSY);
    assertThat(exchanges).hasValue(2);
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(1_000_000_000L);
  }

  @Test
  void anOverloadedEdgeIsLeftAloneIfItsTimeIsLong() {
    answer = status(503, "Retry-After: 20");
    assertThat(fail(10, NEVER, Deadline.NONE).kind()).isEqualTo(Kind.BUSY);
    assertThat(exchanges).hasValue(1);
    assertThat(count("too-late")).isEqualTo(1);
  }

  private record OneByte() implements EdgeBody {
    @Override
    public String contentType() {
      return "application/x-safetensors";
    }

    @Override
    public long length() {
      return 1;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      out.write(1);
    }
  }
}
