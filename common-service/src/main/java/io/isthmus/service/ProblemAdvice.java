package io.isthmus.service;

import io.isthmus.image.ImageException;
import io.isthmus.tensor.MalformedTensorException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
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

  private @Nullable ResponseEntity<Object> problem(ErrorResponseException e, WebRequest request)
      throws Exception {
    return handleException(e, request);
  }

  /** Problem details are sent whatever the client says that it accepts: there is nothing else. */
  @Override
  protected ResponseEntity<Object> createResponseEntity(
      @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    HttpHeaders sent = new HttpHeaders(headers); // some of Spring's own are read-only
    if (body instanceof ProblemDetail) {
      sent.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    }
    return new ResponseEntity<>(body, sent, status);
  }
}
