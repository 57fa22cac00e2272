package io.isthmus.service.http.problem;

import io.isthmus.wire.LoadReport;
import io.isthmus.wire.WireHeaders;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** The refusals of the services, as RFC 9457 problem details; each says what to do instead. */
public final class Problems {

  private Problems() {}

  /** 400: the request is malformed. */
  public static ErrorResponseException badRequest(String detail) {
    return of(HttpStatus.BAD_REQUEST, detail);
  }

  /** 413: the request or something in it is too large. */
  public static ErrorResponseException tooLarge(String detail) {
    return of(HttpStatus.CONTENT_TOO_LARGE, detail);
  }

  /**
   * 503 with {@code Retry-After}: come back when the backlog has been worked off. The load is in
   * the answer as well, for a device that can do without.
   */
  public static ErrorResponseException overloaded(LoadReport load) {
    ErrorResponseException problem =
        overloaded(Duration.ofMillis((long) Math.ceil(load.queueMs())));
    problem.getHeaders().set(WireHeaders.LOAD, load.toHeader());
    return problem;
  }

  /** 503 with {@code Retry-After}: come back after that time. */
  public static ErrorResponseException overloaded(Duration retryAfter) {
    return unavailable(
        "More requests wait than can be taken; try again after the time in Retry-After.",
        retryAfter);
  }

  /** 503 with {@code Retry-After}, in whole seconds and at least one. */
  public static ErrorResponseException unavailable(String detail, Duration retryAfter) {
    ErrorResponseException problem = of(HttpStatus.SERVICE_UNAVAILABLE, detail);
    long seconds = Math.max(1, (retryAfter.toMillis() + 999) / 1000);
    problem.getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
    return problem;
  }

  /** Any other status. */
  public static ErrorResponseException of(HttpStatus status, String detail) {
    return new ErrorResponseException(
        status, ProblemDetail.forStatusAndDetail(status, detail), null);
  }
}
