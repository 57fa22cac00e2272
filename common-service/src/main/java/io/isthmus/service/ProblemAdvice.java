package io.isthmus.service;

import io.isthmus.image.ImageException;
import io.isthmus.tensor.MalformedTensorException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Turns every failure into problem details that tell the client what it may know, and no more. */
@RestControllerAdvice
public class ProblemAdvice extends ResponseEntityExceptionHandler {

  private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

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
    log.debug("A request's body could not be read", e);
    return problem(Problems.badRequest("The body could not be read to its end."), request);
  }

  @ExceptionHandler({RuntimeException.class, Error.class})
  @Nullable ResponseEntity<Object> unexpected(Throwable e, WebRequest request) throws Exception {
    log.error("A request failed", e);
    return problem(
        Problems.of(HttpStatus.INTERNAL_SERVER_ERROR, "The service failed; its log says why."),
        request);
  }

  private @Nullable ResponseEntity<Object> problem(ErrorResponseException e, WebRequest request)
      throws Exception {
    return handleException(e, request);
  }

  /**
   * Where the container has given the request up already, since its body broke off, its own page
   * tells the problem.
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
    if (body instanceof ProblemDetail) {
      sent.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    }
    if (request instanceof ServletWebRequest servlet && !isRead(servlet.getRequest())) {
      sent.set(HttpHeaders.CONNECTION, "close"); // a body that nobody will read is not waited for
    }
    return new ResponseEntity<>(body, sent, status);
  }
}
