package io.isthmus.service.http.problem;

import java.io.IOException;
import java.io.Writer;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Problem details for requests that never reach Spring, such as those whose path is no path; Tomcat
 * itself would answer them in HTML.
 */
public class ProblemReportValve extends ErrorReportValve {

  /** Tomcat knows more, in words that tell of its inside. */
  private static final String WHY =
      "The request line or a header is malformed or too long, or a percent escape in the path is"
          + " not two hexadecimal digits.";

  @Override
  protected void report(Request request, Response response, Throwable throwable) {
    HttpStatus status = HttpStatus.resolve(response.getStatus());
    if (status == null || !status.isError() || response.getContentWritten() > 0) {
      return;
    }
    if (!response.setErrorReported()) {
      return; // somebody else answers
    }
    try {
      response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
      Writer out = response.getReporter();
      if (out != null) {
        out.write(problem(status));
        response.finishResponse();
      }
    } catch (IOException | IllegalStateException e) {
      // the client has gone
    }
  }

  private static String problem(HttpStatus status) {
    String detail = status == HttpStatus.BAD_REQUEST ? ",\"detail\":\"%s\"".formatted(WHY) : "";
    return "{\"title\":\"%s\",\"status\":%d%s}"
        .formatted(status.getReasonPhrase(), status.value(), detail);
  }
}
