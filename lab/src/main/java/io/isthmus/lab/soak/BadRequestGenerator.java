package io.isthmus.lab.soak;

import io.isthmus.cli.service.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Requests that must be refused, that cost much, break off or never end, in turns. Belongs to one
 * thread.
 */
final class BadRequestGenerator implements AutoCloseable {

  private static final int TIMEOUT_MS = 30_000;
  private static final Charset US = StandardCharsets.US_ASCII;
  private static final String END = "Host: isthmus\r\nConnection: close\r\n\r\n";

  /** In place of a status: it stays, in silence, or sends a byte now and then. */
  private static final int SILENT = -1;

  private static final int DRIPS = -2;

  /** What is sent for it, and the status that must come; 0 where the sender does not wait. */
  @SuppressWarnings("ArrayRecordComponent") // sent, never compared
  private record Kind(String what, boolean toTheEdge, byte[] bytes, int status) {}

  private final int devicePort;
  private final int edgePort;
  private final Loiterers loiterers = new Loiterers();
  private final List<Kind> kinds = new ArrayList<>();
  private final List<String> surprises = new ArrayList<>();
  private int next;
  private int sent;
  private int toNobody;

  /**
   * Bad requests for a pair on this machine.
   *
   * @param frames a good request
   * @param photograph a whole one, of which half is sent
   * @param fingerprint of the model
   */
  BadRequestGenerator(
      int devicePort, int edgePort, Payload frames, byte[] photograph, String fingerprint) {
    this.devicePort = devicePort;
    this.edgePort = edgePort;
    String tensor = "application/x-safetensors";
    byte[] noise = "no tensor at all, just text".getBytes(StandardCharsets.US_ASCII);
    byte[] huge = new byte[64];
    Arrays.fill(huge, (byte) 0xff);
    byte[] damaged = Arrays.copyOf(photograph, photograph.length / 2);
    byte[] jpeg = Payload.photographs(List.of(damaged)).body();
    String form = Payload.photographs(List.of()).contentType();
    String model = "Isthmus-Model: " + fingerprint + "\r\n";
    String other = "Isthmus-Model: " + "0".repeat(64) + "\r\n";
    byte[] half = Arrays.copyOf(frames.body(), frames.body().length / 2);
    device("text as a tensor", post("/infer", tensor, "", noise, noise.length), 400);
    device("a header length of 2^64-1", post("/infer", tensor, "", huge, huge.length), 400);
    device("a damaged photograph", post("/infer", form, "", jpeg, jpeg.length), 400);
    byte[] large = Payload.photographs(List.of(LargePicture.jpeg())).body();
    device("a picture of 24 megapixels", post("/infer", form, "", large, large.length), 200);
    device("another type", post("/infer", "text/plain", "", noise, noise.length), 415);
    device("a body over the cap", post("/infer", tensor, "", noise, 1L << 40), 413);
    device("another method", ("DELETE /infer HTTP/1.1\r\n" + END).getBytes(US), 405);
    device("half a body", post("/infer", tensor, "", half, frames.body().length), 0);
    device("gone before the answer", post("/infer", frames), 0);
    edge("text as a tensor", post("/tail/3", tensor, model, noise, noise.length), 400);
    edge("another model", post("/tail/3", tensor, other, noise, noise.length), 409);
    byte[] head = post("/infer", tensor, "", new byte[0], frames.body().length);
    byte[] tail = post("/tail/0", tensor, model, new byte[0], frames.body().length);
    byte[] refused = post("/infer", "text/plain", "", noise, 1 << 20);
    byte[] header = "GET /model HTTP/1.1\r\nX-Slow: ".getBytes(US);
    device("a silent upload", head, SILENT);
    device("a slow upload", head, DRIPS);
    device("a refused body that goes on", refused, DRIPS);
    device("a header by the byte", header, DRIPS);
    edge("a silent upload", tail, SILENT);
    edge("a slow upload", tail, DRIPS);
    edge("a header by the byte", header, DRIPS);
    edge("half a body", post("/tail/0", tensor, model, half, frames.body().length), 0);
  }

  private void device(String what, byte[] bytes, int status) {
    kinds.add(new Kind(what, false, bytes, status));
  }

  private void edge(String what, byte[] bytes, int status) {
    kinds.add(new Kind(what, true, bytes, status));
  }

  private static byte[] post(String path, Payload payload) {
    return post(path, payload.contentType(), "", payload.body(), payload.body().length);
  }

  private static byte[] post(String path, String type, String headers, byte[] body, long length) {
    byte[] head =
        "POST %s HTTP/1.1\r\n%sContent-Type: %s\r\nContent-Length: %d\r\n%s"
            .formatted(path, headers, type, length, END)
            .getBytes(US);
    byte[] all = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return all;
  }

  /** Sends the next one. An edge that is dead just now is no surprise. */
  void send() {
    Kind kind = kinds.get(next++ % kinds.size());
    int port = kind.toTheEdge() ? edgePort : devicePort;
    if (kind.status() < 0) {
      loiter(kind, port);
      return;
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MS);
      socket.getOutputStream().write(kind.bytes());
      sent++;
      if (kind.status() != 0) {
        expect(kind, socket.getInputStream());
      }
    } catch (IOException e) {
      if (kind.toTheEdge()) {
        toNobody++;
      } else {
        surprises.add("%s: %s".formatted(kind.what(), e));
      }
    }
  }

  /** A service may close it whenever it wants; only that it takes it in is expected. */
  private void loiter(Kind kind, int port) {
    try {
      loiterers.add(port, kind.bytes(), kind.status() == DRIPS);
      sent++;
    } catch (IOException e) {
      if (kind.toTheEdge()) {
        toNobody++;
      } else {
        surprises.add("%s: %s".formatted(kind.what(), e));
      }
    }
  }

  /** Ends those that never end by themselves. */
  @Override
  public void close() {
    loiterers.close();
  }

  /** A service that is full may say so instead. */
  private void expect(Kind kind, InputStream in) throws IOException {
    String line = new String(in.readNBytes("HTTP/1.1 200".length()), US);
    boolean died = line.isEmpty() && kind.toTheEdge();
    if (!died && !line.endsWith(" " + kind.status()) && !line.endsWith(" 503")) {
      surprises.add("%s: '%s' instead of %d".formatted(kind.what(), line, kind.status()));
    }
  }

  /**
   * What was sent.
   *
   * @param sent requests
   * @param toNobody attempts while the edge was dead
   * @param surprises what was answered otherwise than it must be
   */
  record Counts(int sent, int toNobody, List<String> surprises) {}

  Counts counts() {
    return new Counts(sent, toNobody, List.copyOf(surprises));
  }
}
