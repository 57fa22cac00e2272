package io.isthmus.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.answers.Answers;
import io.isthmus.service.admission.Admission;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * What slow and silent peers cannot do: keep others out. The service is scaled down by {@link
 * #MOST_CONNECTIONS} and the other properties.
 */
public abstract class SlowPeersContract {

  /** Properties of the service under test. */
  public static final String MOST_CONNECTIONS = "server.tomcat.max-connections=60";

  public static final String THREADS = "server.tomcat.threads.max=32";
  public static final String QUEUE = "isthmus.inference.queue=3";
  public static final String PLACES = "isthmus.arrival.places=8";
  public static final String HEADER_TIME = "isthmus.connections.header-time=2s";
  public static final String GRACE = "isthmus.connections.grace=1s";

  /** More than there are threads, and places, and room in the queue. */
  private static final int CROWD = 40;

  private static final int FLOOD = 200;

  /** A second, and what a busy machine adds to it. */
  private static final Duration OVER = Duration.ofSeconds(6);

  private static final Duration AT_ONCE = Duration.ofSeconds(3);

  @RegisterExtension private final Answers answers;

  @LocalServerPort private int port;

  @Autowired private Admission admission;

  /** A contract for that service. */
  protected SlowPeersContract(String service) {
    answers = new Answers(service);
  }

  /** Requests that are answered with 200, with a body. */
  protected abstract List<Request> goodRequests();

  /** A request with a body that is read and thrown away; empty where there is none. */
  protected abstract List<Request> unused();

  @Test
  void halfHeadersByTheHundredKeepNobodyOut() throws Exception {
    try (Crowd crowd = new Crowd(port)) {
      byte[] half = Request.ascii("GET /model HTTP/1.1\r\nHost: isthmus\r\nX-Half: ");
      crowd.open(FLOOD, half);
      othersAreServed();
      crowd.allEndWithin(OVER);
    }
    answers.fault(
        "half a request header on three times as many connections as there may be",
        "the oldest are closed for others, which are served; all are closed when the time of a"
            + " header is over");
  }

  @Test
  void aHeaderThatComesByTheByteIsTimedFromItsBeginning() throws Exception {
    try (Crowd crowd = new Crowd(port)) {
      crowd.open(CROWD, Request.ascii("GET /model HTTP/1.1\r\nX-Drip: "));
      othersAreServed();
      crowd.allEndWithinThoughTheySend(OVER);
    }
    answers.fault(
        "a request header of a byte now and then", "closed when the time of a header is over");
  }

  @Test
  void bodiesThatNobodyReadsHoldNoThread() throws Exception {
    Request good = goodRequests().get(0);
    Request another = Request.post(good.target(), "text/plain", new byte[0]);
    Request get = Request.get("/model");
    Request lost = Request.post("/nowhere", "text/plain", new byte[0]);
    int[] statuses = {415, 200, 404};
    List<Request> all = List.of(another, get, lost);
    for (int i = 0; i < all.size(); i++) {
      try (Crowd crowd = new Crowd(port)) {
        crowd.open(CROWD, all.get(i).announcing("100000").head());
        for (Socket socket : crowd.sockets()) {
          socket.getOutputStream().write('x');
          assertThat(RawHttp.read(socket).orElseThrow().status()).isEqualTo(statuses[i]);
        }
        othersAreServed();
        crowd.allEndWithinThoughTheySend(OVER);
      }
    }
    answers.fault(
        "a body of a byte now and then after it was refused, or after a GET was answered",
        "no thread waits for it: others are served; it is closed when it comes too slowly");
  }

  @Test
  void uploadsThatSendNothingKeepNobodyOut() throws Exception {
    List<Request> uploads = new ArrayList<>(goodRequests());
    uploads.addAll(unused());
    for (Request upload : uploads) {
      try (Crowd crowd = new Crowd(port)) {
        crowd.open(CROWD, upload.head());
        othersAreServed();
        crowd.allEndWithin(OVER);
        Reply reply = crowd.lastReply();
        assertThat(reply.status()).as(reply.text()).isIn(408, 503);
        reply.isProblem(reply.status());
      }
      nobodyIsInside();
    }
    answers.fault(
        "more uploads that send nothing than there are permits and places",
        "503 for those that others take the place of, 408 for the rest; others are served");
  }

  @Test
  void uploadsThatDripKeepNobodyOut() throws Exception {
    for (Request upload : goodRequests()) {
      try (Crowd crowd = new Crowd(port)) {
        crowd.open(CROWD, upload.announcing("100000").head());
        for (Socket socket : crowd.sockets()) {
          Crowd.send(socket, Arrays.copyOf(upload.body(), 10));
        }
        othersAreServed();
        crowd.allEndWithinThoughTheySend(OVER);
      }
      nobodyIsInside();
    }
    answers.fault(
        "more uploads of a byte now and then than there are permits and places",
        "ended when they come too slowly; others are served");
  }

  @Test
  void anEarlyRefusalOfALargeUploadReachesItsClient() throws Exception {
    byte[] large = new byte[8_000_000];
    Request refused = Request.post(goodRequests().get(0).target(), "text/plain", large);
    for (int i = 0; i < 5; i++) {
      Reply reply = RawHttp.send(port, refused).orElseThrow();
      reply.isProblem(415);
      assertThat(reply.header("connection")).isEqualTo("close");
    }
    othersAreServed();
  }

  private void othersAreServed() throws Exception {
    isAlive();
    for (Request good : goodRequests()) {
      isServedWithin(AT_ONCE, good);
    }
  }

  private void isAlive() throws Exception {
    isServedWithin(AT_ONCE, Request.get("/actuator/health/liveness"));
  }

  /** A busy machine may take a moment to see who is silent. */
  private void isServedWithin(Duration time, Request request) throws Exception {
    long end = System.nanoTime() + time.toNanos();
    Reply reply = RawHttp.send(port, request).orElseThrow();
    while (reply.status() == 503 && System.nanoTime() < end) {
      Thread.sleep(50);
      reply = RawHttp.send(port, request).orElseThrow();
    }
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(System.nanoTime()).as("time of its answer").isLessThan(end);
  }

  private void nobodyIsInside() throws InterruptedException {
    long end = System.nanoTime() + OVER.toNanos();
    while (admission.inside() > 0 && System.nanoTime() < end) {
      Thread.sleep(1);
    }
    assertThat(admission.inside()).isZero();
  }

  /** Connections that are up to no good. */
  private static final class Crowd implements AutoCloseable {

    private final int port;
    private final List<Socket> sockets = new ArrayList<>();

    Crowd(int port) {
      this.port = port;
    }

    List<Socket> sockets() {
      return sockets;
    }

    void open(int n, byte[] bytes) throws IOException {
      for (int i = 0; i < n; i++) {
        Socket socket = RawHttp.connect(port);
        sockets.add(socket);
        send(socket, bytes);
      }
    }

    private static boolean send(Socket socket, byte[] bytes) {
      try {
        socket.getOutputStream().write(bytes);
        return true;
      } catch (IOException e) {
        return false; // closed for others already
      }
    }

    /** The service closes every one of them; what it answers before does not matter. */
    void allEndWithin(Duration time) throws Exception {
      long end = System.nanoTime() + time.toNanos();
      for (Socket socket : sockets.subList(0, sockets.size() - 1)) {
        socket.setSoTimeout((int) Math.max(1, (end - System.nanoTime()) / 1_000_000));
        try {
          socket.getInputStream().readAllBytes();
        } catch (java.net.SocketException e) {
          // a reset ends it as well
        }
      }
    }

    /** The same while each of them sends a byte now and then. */
    void allEndWithinThoughTheySend(Duration time) throws Exception {
      long end = System.nanoTime() + time.toNanos();
      List<Socket> open = new ArrayList<>(sockets);
      while (!open.isEmpty() && System.nanoTime() < end) {
        open.removeIf(socket -> !send(socket, new byte[] {'x'}));
        Thread.sleep(50);
      }
      assertThat(open).as("connections that are still open").isEmpty();
    }

    Reply lastReply() throws IOException {
      return RawHttp.read(sockets.get(sockets.size() - 1)).orElseThrow();
    }

    @Override
    public void close() throws IOException {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }
}
