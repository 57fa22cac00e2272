package io.isthmus.device.edge;

import io.isthmus.device.edge.EdgeException.Kind;
import io.isthmus.model.Network;
import io.isthmus.tensor.IncomingTensor;
import io.isthmus.tensor.MalformedTensorException;
import io.isthmus.tensor.Safetensors;
import io.isthmus.tensor.TensorExpectation;
import io.isthmus.wire.LoadReport;
import io.isthmus.wire.ServerTimes;
import io.isthmus.wire.WireHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
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

  EdgeHttp(RestClient client, Network network) {
    this.client = client;
    this.network = network;
  }

  /** {@code POST /tail/{cut}}. */
  Exchange tail(int cut, int batch, EdgeBody body) throws EdgeException {
    return tail(cut, batch, body, Map.of());
  }

  /** The same with further headers. */
  Exchange tail(int cut, int batch, EdgeBody body, Map<String, String> headers)
      throws EdgeException {
    return post("/tail/" + cut, body, headers, response -> readLogits(response, batch));
  }

  /** {@code POST /probe}: tells how fast a body arrives. */
  Exchange probe(EdgeBody body) throws EdgeException {
    return post("/probe", body, Map.of(), response -> null);
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
                      requireSuccess(response);
                      byte[] json = response.getBody().readNBytes(MAX_JSON_BYTES + 1);
                      if (json.length > MAX_JSON_BYTES) {
                        throw new BadAnswerException("an answer of more than 8 MiB");
                      }
                      return json;
                    }));
  }

  private Exchange post(
      String path, EdgeBody body, Map<String, String> headers, AnswerReader reader)
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
              .headers(all -> headers.forEach(all::set))
              .body(body::writeTo)
              .exchange(
                  (request, response) -> {
                    requireSuccess(response);
                    ByteBuffer logits = reader.read(response);
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
    } catch (BadAnswerException | ResourceAccessException e) {
      throw new EdgeException(Kind.FAILED, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) { // whatever the HTTP client makes of a hostile answer
      throw new EdgeException(Kind.FAILED, "the exchange failed: " + e);
    }
  }

  private static void requireSuccess(ClientHttpResponse response) throws IOException {
    int status = response.getStatusCode().value();
    if (status == HttpStatus.OK.value() || status == HttpStatus.NO_CONTENT.value()) {
      return;
    }
    String message = "the edge answered with status " + status;
    Kind kind =
        switch (status) {
          case 409 -> Kind.OTHER_MODEL;
          case 503 -> Kind.BUSY;
          default -> status >= 400 && status < 500 ? Kind.REFUSED : Kind.FAILED;
        };
    throw new StatusException(new EdgeException(kind, message, retryAfter(response.getHeaders())));
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
