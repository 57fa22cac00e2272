package io.isthmus.device.edge;

import io.isthmus.device.edge.EdgeException.Kind;
import io.isthmus.service.observability.QuotedException;
import io.isthmus.wire.LoadReport;
import io.isthmus.wire.PeerText;
import io.isthmus.wire.WireHeaders;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.ResourceAccessException;

/** What an exchange that fails over HTTP means: one of the kinds of {@link EdgeException}. */
final class EdgeFailures {

  private static final Duration MAX_RETRY_AFTER = Duration.ofSeconds(30);

  private EdgeFailures() {}

  interface Call<T> {
    @Nullable T run() throws EdgeException;
  }

  /** Everything that a call can throw becomes one of the kinds of failure. */
  static <T> T answered(Call<T> call) throws EdgeException {
    try {
      T answer = call.run();
      if (answer == null) {
        throw new EdgeException(Kind.FAILED, "the edge gave no answer");
      }
      return answer;
    } catch (StatusException e) {
      throw e.failure();
    } catch (BadAnswerException e) {
      throw new EdgeException(Kind.FAILED, PeerText.shown(e.getMessage()));
    } catch (ResourceAccessException e) {
      Kind kind = brokenBeforeAnswer(e.getCause()) ? Kind.UNREACHED : Kind.FAILED;
      String message = TlsFailure.explain(e).orElseGet(() -> cause(e));
      throw new EdgeException(kind, PeerText.shown(message));
    } catch (RuntimeException e) { // whatever the HTTP client makes of a hostile answer
      throw new EdgeException(Kind.FAILED, "the exchange failed: " + QuotedException.text(e));
    }
  }

  /** What failed below Spring, whose own message repeats the address with all that is in it. */
  private static String cause(ResourceAccessException e) {
    Throwable cause = e.getCause();
    return cause == null ? "the exchange failed" : String.valueOf(cause.getMessage());
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
  static void requireSuccess(ClientHttpResponse response, boolean hurried) throws IOException {
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
    AnswerBodies.skip(response);
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
  static final class BadAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadAnswerException(@Nullable String message) {
      super(message);
    }
  }
}
