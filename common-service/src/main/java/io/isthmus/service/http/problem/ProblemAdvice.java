package io.isthmus.service.http.problem;

import io.isthmus.audio.AudioException;
import io.isthmus.image.ImageException;
import io.isthmus.service.observability.Quoted;
import io.isthmus.service.observability.QuotedException;
import io.isthmus.service.observability.SparingLog;
import io.isthmus.tensor.MalformedTensorException;
import io.isthmus.tensor.UnknownEncodingException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Turns every failure into problem details that tell the client what it may know, and no more. */
@RestControllerAdvice
public class ProblemAdvice extends ResponseEntityExceptionHandler {

  private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

  /** What one request makes the service fail of, thousands can. */
  private final SparingLog sparing = new SparingLog(log);

  @ExceptionHandler
  @Nullable ResponseEntity<Object> malformed(MalformedTensorException e, WebRequest request)
      throws Exception {
    return problem(Problems.badRequest("The tensor cannot be used: " + e.getMessage()), request);
  }

  @ExceptionHandler
  @Nullable ResponseEntity<Object> unknown(UnknownEncodingException e, WebRequest request)
      throws Exception {
    String detail = "The tensor cannot be read: " + e.getMessage();
    return problem(Problems.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, detail), request);
  }

  @ExceptionHandler
  @Nullable ResponseEntity<Object> image(ImageException e, WebRequest request) throws Exception {
    HttpStatus status =
        switch (e.problem()) {
          case NOT_AN_IMAGE -> HttpStatus.UNSUPPORTED_MEDIA_TYPE;
          case TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
          case DAMAGED -> HttpStatus.BAD_REQUEST;
        };
    return problem(Problems.of(status, "An image cannot be used: " + e.getMessage()), request);
  }

  @ExceptionHandler
  @Nullable ResponseEntity<Object> sound(AudioException e, WebRequest request) throws Exception {
    HttpStatus status =
        switch (e.problem()) {
          case UNSUPPORTED -> HttpStatus.UNSUPPORTED_MEDIA_TYPE;
          case DAMAGED -> HttpStatus.BAD_REQUEST;
        };
    return problem(Problems.of(status, "A sound cannot be used: " + e.getMessage()), request);
  }

  @ExceptionHandler
  @Nullable ResponseEntity<Object> brokenOff(IOException e, WebRequest request) throws Exception {
    log.debug("A request's body could not be read: {}", QuotedException.text(e));
    return problem(Problems.badRequest("The body could not be read to its end."), request);
  }

  @ExceptionHandler({RuntimeException.class, Error.class})
  @Nullable ResponseEntity<Object> unexpected(Throwable e, WebRequest request) throws Exception {
    sparing.write(Level.ERROR, "A request failed", e);
    return problem(
        Problems.of(HttpStatus.INTERNAL_SERVER_ERROR, "The service failed; its log says why."),
        request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMediaTypeNotSupported(
      HttpMediaTypeNotSupportedException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    MediaType type = e.getContentType();
    e.getBody()
        .setDetail(
            "The content type %s is not taken here; send %s."
                .formatted(
                    type == null ? "that was sent" : Quoted.of(type.toString()),
                    alternatives(e.getSupportedMediaTypes())));
    return super.handleHttpMediaTypeNotSupported(e, headers, status, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpRequestMethodNotSupported(
      HttpRequestMethodNotSupportedException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    Set<HttpMethod> methods = e.getSupportedHttpMethods();
    if (methods != null) {
      e.getBody()
          .setDetail(
              "The method %s is not taken here; use %s."
                  .formatted(Quoted.of(e.getMethod()), alternatives(methods)));
    }
    return super.handleHttpRequestMethodNotSupported(e, headers, status, request);
  }

  /** Such as {@code a, b or c}. */
  private static String alternatives(Collection<?> values) {
    List<String> all = values.stream().map(Object::toString).distinct().sorted().toList();
    int last = all.size() - 1;
    return last < 1
        ? String.join("", all)
        : String.join(", ", all.subList(0, last)) + " or " + all.get(last);
  }

  private @Nullable ResponseEntity<Object> problem(ErrorResponseException e, WebRequest request)
      throws Exception {
    return handleException(e, request);
  }

  /**
   * Nothing where the answer has begun: it cannot be taken back, and nobody reads on. Where the
   * container has given the request up, since its body broke off, its own page tells the problem.
   */
  @Override
  protected @Nullable ResponseEntity<Object> handleExceptionInternal(
      Exception e,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    if (e instanceof ErrorResponse known && isCommitted(request)) {
      request.setAttribute(ProblemErrorController.PROBLEM, known, WebRequest.SCOPE_REQUEST);
      return null;
    }
    return super.handleExceptionInternal(e, body, headers, status, request);
  }

  private static boolean isCommitted(WebRequest request) {
    return request instanceof ServletWebRequest servlet
        && servlet.getResponse() != null
        && servlet.getResponse().isCommitted();
  }

  private static boolean isRead(HttpServletRequest request) {
    try {
      boolean none =
          request.getContentLengthLong() <= 0
              && request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null;
      return none || request.getInputStream().isFinished();
    } catch (IOException | IllegalStateException e) {
      return false;
    }
  }

  /** Problem details are sent whatever the client says that it accepts: there is nothing else. */
  @Override
  protected ResponseEntity<Object> createResponseEntity(
      @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    HttpHeaders sent = new HttpHeaders(headers); // some of Spring's own are read-only
    if (request instanceof ServletWebRequest servlet && !isRead(servlet.getRequest())) {
      sent.set(HttpHeaders.CONNECTION, "close"); // a body that nobody will read is not waited for
    }
    if (body instanceof ProblemDetail) {
      sent.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    }
    return new ResponseEntity<>(body, sent, status);
  }
}
