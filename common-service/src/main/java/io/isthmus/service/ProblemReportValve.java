package io.isthmus.service;

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
        out.write(
            "{\"title\":\"%s\",\"status\":%d}".formatted(status.getReasonPhrase(), status.value()));
        response.finishResponse();
      }
    } catch (IOException | IllegalStateException e) {
      // the client has gone
    }
  }
}
