package io.isthmus.device;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.isthmus.TestModel;
import io.isthmus.network.DType;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.Safetensors;
import io.isthmus.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An edge that meets a device properly and answers its tails as a test tells it to. */
final class HostileEdge implements AutoCloseable {

  /** What to do with the body of a tail's request unread. */
  interface Behaviour {
    void answer(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private final HttpServer server;
  private final AtomicInteger tails = new AtomicInteger();
  private final AtomicInteger healthAsked = new AtomicInteger();
  private volatile Behaviour behaviour = exchange -> reply(exchange, 500, new byte[0]);
  private volatile byte[] model = new byte[0];
  private volatile byte[] profile = new byte[0];

  HostileEdge() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/model", exchange -> reply(exchange, 200, model));
    server.createContext("/profile", exchange -> reply(exchange, 200, profile));
    server.createContext("/probe", HostileEdge::probed);
    server.createContext("/tail", this::tail);
    server.createContext("/actuator", this::green);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void tells(byte[] modelJson, byte[] profileJson) {
    model = modelJson;
    profile = profileJson;
  }

  void behaves(Behaviour next) {
    behaviour = next;
  }

  /** Tails that have been asked for. */
  int tails() {
    return tails.get();
  }

  /** Times that its health was looked at. */
  int healthAsked() {
    return healthAsked.get();
  }

  private void green(HttpExchange exchange) throws IOException {
    healthAsked.incrementAndGet();
    reply(exchange, 200, "{\"status\":\"UP\"}".getBytes(ISO_8859_1));
  }

  private static void probed(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    pause();
    withTimes(exchange);
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }

  /** Makes the times true that are told: an arrival longer than its exchange is not believed. */
  private static void pause() {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static void withTimes(HttpExchange exchange) {
    exchange
        .getResponseHeaders()
        .set("Server-Timing", "receive;dur=5, decode;dur=0, queue;dur=0, tail;dur=1");
    exchange.getResponseHeaders().set("Isthmus-Load", "queue=0.000, slowdown=1.000");
  }

  private void tail(HttpExchange exchange) throws IOException {
    tails.incrementAndGet();
    try (exchange) {
      behaviour.answer(exchange);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads the request and answers with a body. */
  static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** Answers a tail properly, with logits of zeros, which is all that a test of the way needs. */
  static Behaviour zeros(int batch) {
    return logits(batch, 0);
  }

  /** Answers a tail of any size properly, with logits that are all that number. */
  static Behaviour constant(float value) {
    return exchange -> {
      String body = new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1);
      logits(images(body), value).answer(exchange);
    };
  }

  /** The first dimension of the tensor in a body, encoded or not, or the number of files in it. */
  private static int images(String body) {
    Matcher shape = Pattern.compile("shape\":\"?\\[([0-9]+),").matcher(body);
    return shape.find()
        ? Integer.parseInt(shape.group(1))
        : (int) Pattern.compile("filename=").matcher(body).results().count();
  }

  private static Behaviour logits(int batch, float value) {
    return exchange -> {
      exchange.getRequestBody().readAllBytes();
      pause();
      withTimes(exchange);
      reply(exchange, 200, tensor(batch, value));
    };
  }

  /** Sends logits that are all that number, after the headers that have been set. */
  static void answerLogits(HttpExchange exchange, int batch, float value) throws IOException {
    reply(exchange, 200, tensor(batch, value));
  }

  private static byte[] tensor(int batch, float value) throws IOException {
    TensorSpec spec = new TensorSpec(DType.F32, List.of(TestModel.CLASSES));
    ByteBuffer data = ByteBuffer.allocate((int) spec.bytes(batch)).order(ByteOrder.nativeOrder());
    while (data.hasRemaining()) {
      data.putFloat(value);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Safetensors.write(out, "logits", new Tensor(spec, batch, data.flip()));
    return out.toByteArray();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
