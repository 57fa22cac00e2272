package io.isthmus.cli.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.cli.service.Payload;
import io.isthmus.cli.service.ServiceProcess;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A device as its clients see it. */
public record Device(ServiceProcess process) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** An answer with status 200, and how long it took. */
  record Answer(JsonNode json, Duration took) {

    /** The logits of each image as they stand in the JSON, which names every float exactly. */
    List<String> logits() {
      List<String> logits = new ArrayList<>();
      json.path("results").forEach(result -> logits.add(result.path("logits").toString()));
      return logits;
    }

    boolean degraded() {
      return json.path("degraded").booleanValue();
    }

    String mode() {
      return json.at("/decision/mode").asString();
    }

    String reason() {
      return json.at("/decision/reason").asString();
    }
  }

  /** Any answer. */
  public record Reply(int status, String retryAfter, String body) {

    static Reply of(HttpResponse<String> response) {
      return new Reply(
          response.statusCode(),
          response.headers().firstValue("Retry-After").orElse(""),
          response.body());
    }

    JsonNode json() {
      return JSON.readTree(body);
    }
  }

  /** Fails for any status but 200. */
  Answer infer(Payload payload, String split) throws Exception {
    long start = System.nanoTime();
    Reply reply = Reply.of(CLIENT.send(post(payload, split), BodyHandlers.ofString()));
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return new Answer(reply.json(), Duration.ofNanos(System.nanoTime() - start));
  }

  /** Sends the same request many times before the first is answered. */
  public List<Reply> atOnce(Payload payload, String split, int count) {
    List<CompletableFuture<HttpResponse<String>>> pending = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pending.add(CLIENT.sendAsync(post(payload, split), BodyHandlers.ofString()));
    }
    return pending.stream().map(CompletableFuture::join).map(Reply::of).toList();
  }

  private HttpRequest post(Payload payload, String split) {
    return HttpRequest.newBuilder(process.uri().resolve("/infer?logits=true&split=" + split))
        .header("Content-Type", payload.contentType())
        .timeout(PATIENCE)
        .POST(HttpRequest.BodyPublishers.ofByteArray(payload.body()))
        .build();
  }

  Reply get(String path) throws Exception {
    HttpRequest get = HttpRequest.newBuilder(process.uri().resolve(path)).build();
    return Reply.of(CLIENT.send(get, BodyHandlers.ofString()));
  }

  /** Sends a whole request and breaks the connection. */
  void postAndReset(Payload payload) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), process.port())) {
      String head =
          "POST /infer?split=local HTTP/1.1\r\nHost: device\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
              .formatted(payload.contentType(), payload.body().length);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(payload.body());
      socket.setSoLinger(true, 0);
    }
  }

  /** Waits until it thinks so of its edge. */
  void await(String status) throws Exception {
    until(
        "the edge to be " + status,
        () -> get("/conditions").json().path("edge").asString().equals(status));
  }

  /** Waits until it computes. */
  void awaitBusy() throws Exception {
    until("a request inside", () -> active() > 1);
  }

  /** Waits until no request is inside but the one that asks. */
  void awaitIdle() throws Exception {
    until("no request inside", () -> active() <= 1);
  }

  /** Requests that its connector has threads on. */
  private int active() throws Exception {
    String metrics = get("/actuator/prometheus").body();
    return metrics
        .lines()
        .filter(line -> line.matches("http_server_requests_active_seconds_(active_)?count.*"))
        .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void until(String what, Condition condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("waits for " + what).isLessThan(end);
      Thread.sleep(50);
    }
  }

  /** Waits until it takes no new connection. */
  void awaitRefusal() throws Exception {
    until("connections to be refused", () -> !accepts());
  }

  private boolean accepts() throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), process.port()), 1000);
      return true;
    } catch (ConnectException e) {
      return false;
    }
  }
}
