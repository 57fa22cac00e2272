package io.isthmus.service.http.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.RequestMapping;

/** Problem details for what fails before or outside Spring MVC. */
@Controller
public class ProblemErrorController implements ErrorController {

  /** The request's attribute with the problem that it has met, if that is known. */
  static final String PROBLEM = ProblemErrorController.class.getName() + ".problem";

  @RequestMapping("${server.error.path:/error}")
  @Nullable ResponseEntity<ProblemDetail> error(
      HttpServletRequest request, HttpServletResponse response) {
    if (request.getAttribute(PROBLEM) instanceof ErrorResponse problem) {
      return ResponseEntity.status(problem.getStatusCode())
          .headers(problem.getHeaders())
          .contentType(MediaType.APPLICATION_PROBLEM_JSON)
          .body(problem.getBody());
    }
    if (response.isCommitted()) {
      return null; // it broke off within its answer, and nothing can be added to that
    }
    Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    HttpStatus status = code instanceof Integer c ? HttpStatus.resolve(c) : HttpStatus.NOT_FOUND;
    HttpStatus known = status == null ? HttpStatus.INTERNAL_SERVER_ERROR : status;
    ProblemDetail problem = ProblemDetail.forStatus(known);
    if (request.getAttribute(RequestLineValve.DETAIL) instanceof String detail) {
      problem.setDetail(detail);
    }
    return ResponseEntity.status(known)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }
}
