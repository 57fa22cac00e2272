package io.isthmus.device.edge;

import io.isthmus.device.edge.EdgeException.Kind;
import io.isthmus.model.Network;
import io.isthmus.tensor.IncomingTensor;
import io.isthmus.tensor.MalformedTensorException;
import io.isthmus.tensor.Safetensors;
import io.isthmus.tensor.TensorExpectation;
import io.isthmus.wire.Deadline;
import io.isthmus.wire.LoadReport;
import io.isthmus.wire.ServerTimes;
import io.isthmus.wire.WireHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/**
 * The edge's routes over HTTP/1.1 and pooled connections. Each call blocks and may fail; it knows
 * nothing of breakers and estimates.
 */
class EdgeHttp {

  /** An answer and what came in its headers. */
  record Exchange(
      @Nullable ByteBuffer logits, ServerTimes times, Optional<LoadReport> load, double ms) {

    /** The same, having taken so long. */
    Exchange took(double longerMs) {
      return new Exchange(logits, times, load, longerMs);
    }
  }

  private static final int MAX_JSON_BYTES = 8 << 20;
  private static final Duration MAX_RETRY_AFTER = Duration.ofSeconds(30);

  private final RestClient client;
  private final Network network;
  private final Runnable closeIdle;

  /**
   * The routes.
   *
   * @param closeIdle closes the connections that are not in use
   */
  EdgeHttp(RestClient client, Network network, Runnable closeIdle) {
    this.client = client;
    this.network = network;
    this.closeIdle = closeIdle;
  }

  /** Has the next exchange take a new connection: where one has died the others may have too. */
  void forgetConnections() {
    closeIdle.run();
  }

  /** {@code POST /tail/{cut}}. */
  Exchange tail(int cut, int batch, EdgeBody body, Deadline deadline, Map<String, String> headers)
      throws EdgeException {
    Consumer<HttpHeaders> more =
        all -> {
          headers.forEach(all::set);
          if (deadline.exists()) {
            all.set(WireHeaders.DEADLINE, deadline.toHeader(System.nanoTime()));
          }
        };
    return post(
        "/tail/" + cut, body, more, deadline.exists(), response -> readLogits(response, batch));
  }

  /** The same for one image, to see whether the edge works: taken however loaded that is. */
  Exchange trial(int cut, EdgeBody body) throws EdgeException {
    return post(
        "/tail/" + cut,
        body,
        headers -> headers.set(WireHeaders.TRIAL, "1"),
        false,
        response -> readLogits(response, 1));
  }

  /** {@code POST /probe}: tells how fast a body arrives. */
  Exchange probe(EdgeBody body) throws EdgeException {
    return post("/probe", body, headers -> {}, false, response -> null);
  }

  /** {@code GET} of a JSON document. */
  byte[] get(String path) throws EdgeException {
    return answered(
        () ->
            client
                .get()
                .uri(path)
                .exchange(
                    (request, response) -> {
                      requireSuccess(response, false);
                      byte[] json = response.getBody().readNBytes(MAX_JSON_BYTES + 1);
                      if (json.length > MAX_JSON_BYTES) {
                        throw new BadAnswerException("an answer of more than 8 MiB");
                      }
                      return json;
                    }));
  }

  private Exchange post(
      String path, EdgeBody body, Consumer<HttpHeaders> more, boolean hurried, AnswerReader reader)
      throws EdgeException {
    return answered(
        () -> {
          long start = System.nanoTime();
          return client
              .post()
              .uri(path)
              .contentType(MediaType.parseMediaType(body.contentType()))
              .contentLength(body.length())
              .header(WireHeaders.MODEL, network.fingerprint())
              .headers(more)
              .body(body::writeTo)
              .exchange(
                  (request, response) -> {
                    requireSuccess(response, hurried);
                    ByteBuffer logits = read(reader, response);
                    double ms = (System.nanoTime() - start) / 1e6;
                    return exchange(response.getHeaders(), logits, ms);
                  });
        });
  }

  private static Exchange exchange(HttpHeaders headers, @Nullable ByteBuffer logits, double ms) {
    ServerTimes times =
        ServerTimes.parse(headers.getFirst(WireHeaders.SERVER_TIMING))
            .orElseThrow(() -> new BadAnswerException("no usable Server-Timing header"));
    Optional<LoadReport> load = LoadReport.parse(headers.getFirst(WireHeaders.LOAD));
    return new Exchange(logits, times, load, ms);
  }

  /** What breaks from here on is no connection that was dead before. */
  private static @Nullable ByteBuffer read(AnswerReader reader, ClientHttpResponse response) {
    try {
      return reader.read(response);
    } catch (IOException e) {
      throw new BadAnswerException("an answer that broke off: " + e.getMessage());
    }
  }

  private ByteBuffer readLogits(ClientHttpResponse response, int batch) throws IOException {
    TensorExpectation expected =
        new TensorExpectation("logits", network.activation(network.length()), batch);
    long length = response.getHeaders().getContentLength();
    try (InputStream body = response.getBody()) {
      IncomingTensor tensor =
          Safetensors.open(
              body, length < 0 ? OptionalLong.empty() : OptionalLong.of(length), expected);
      if (tensor.batch() != batch) {
        throw new BadAnswerException("logits of another batch");
      }
      ByteBuffer logits = ByteBuffer.allocate(tensor.bytes()).order(ByteOrder.nativeOrder());
      tensor.readInto(logits);
      return logits.flip();
    } catch (MalformedTensorException e) {
      throw new BadAnswerException(e.getMessage());
    }
  }

  private interface AnswerReader {
    @Nullable ByteBuffer read(ClientHttpResponse response) throws IOException;
  }

  private interface Call<T> {
    @Nullable T run() throws EdgeException;
  }

  /** Everything that a call can throw becomes one of the kinds of failure. */
  private static <T> T answered(Call<T> call) throws EdgeException {
    try {
      T answer = call.run();
      if (answer == null) {
        throw new EdgeException(Kind.FAILED, "the edge gave no answer");
      }
      return answer;
    } catch (StatusException e) {
      throw e.failure();
    } catch (BadAnswerException e) {
      throw new EdgeException(Kind.FAILED, String.valueOf(e.getMessage()));
    } catch (ResourceAccessException e) {
      Kind kind = brokenBeforeAnswer(e.getCause()) ? Kind.UNREACHED : Kind.FAILED;
      String message = TlsFailure.explain(e).orElse(String.valueOf(e.getMessage()));
      throw new EdgeException(kind, message);
    } catch (RuntimeException e) { // whatever the HTTP client makes of a hostile answer
      throw new EdgeException(Kind.FAILED, "the exchange failed: " + e);
    }
  }

  /**
   * Whether another connection may do better: this one was refused, reset or closed. One that timed
   * out would again.
   */
  private static boolean brokenBeforeAnswer(@Nullable Throwable cause) {
    return cause instanceof SocketException || cause instanceof NoHttpResponseException;
  }

  /**
   * Throws the failure that a status means.
   *
   * @param hurried whether a deadline was sent, so that 504 is the edge's own word
   */
  private static void requireSuccess(ClientHttpResponse response, boolean hurried)
      throws IOException {
    int status = response.getStatusCode().value();
    if (status == HttpStatus.OK.value() || status == HttpStatus.NO_CONTENT.value()) {
      return;
    }
    String message = "the edge answered with status " + status;
    Kind kind =
        switch (status) {
          case 409 -> Kind.OTHER_MODEL;
          case 503 -> Kind.BUSY;
          case 504 -> hurried ? Kind.TOO_LATE : Kind.FAILED;
          default -> status >= 400 && status < 500 ? Kind.REFUSED : Kind.FAILED;
        };
    HttpHeaders headers = response.getHeaders();
    Duration wait = kind == Kind.BUSY ? retryAfter(headers) : Duration.ZERO;
    LoadReport load = LoadReport.parse(headers.getFirst(WireHeaders.LOAD)).orElse(null);
    throw new StatusException(new EdgeException(kind, message, wait, load));
  }

  private static Duration retryAfter(HttpHeaders headers) {
    Function<String, Duration> parse =
        text -> {
          try {
            Duration asked = Duration.ofSeconds(Math.max(1, Long.parseLong(text.strip())));
            return asked.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : asked;
          } catch (NumberFormatException e) { // a date, or nonsense
            return Duration.ofSeconds(1);
          }
        };
    return Optional.ofNullable(headers.getFirst(HttpHeaders.RETRY_AFTER))
        .map(parse)
        .orElse(Duration.ofSeconds(1));
  }

  /** Carries a status through the HTTP client's callback. */
  private static final class StatusException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final EdgeException failure;

    StatusException(EdgeException failure) {
      super(failure);
      this.failure = failure;
    }

    EdgeException failure() {
      return failure;
    }
  }

  /** The edge answered, but not as it should. */
  private static final class BadAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadAnswerException(@Nullable String message) {
      super(message);
    }
  }
}
