package io.isthmus.service.http.problem;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.http.InvalidParameterException;

/**
 * Answers 400 to a query that cannot be read, before anything looks for a parameter in it: Tomcat
 * throws then, wherever that is, which would be a failure of the service and a stack trace in its
 * log. A valve, so that it stands before every filter and before the Actuator as well.
 */
final class RequestLineValve extends ValveBase {

  /** Why a request was refused, for {@link ProblemErrorController}. */
  static final String DETAIL = RequestLineValve.class.getName() + ".detail";

  private static final String UNREADABLE =
      "The query must be parameters like name=value, percent-encoded in UTF-8, with & between.";

  /** A valve that can be passed asynchronously. */
  RequestLineValve() {
    super(true);
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    String problem = QueryString.problem(request.getQueryString());
    if (problem == null && !isReadable(request)) {
      problem = UNREADABLE;
    }
    if (problem == null) {
      getNext().invoke(request, response);
    } else {
      request.setAttribute(DETAIL, problem);
      response.sendError(HttpServletResponse.SC_BAD_REQUEST);
    }
  }

  /** Has Tomcat read it, once for all. The body of a form would be read with it, so not there. */
  private static boolean isReadable(Request request) {
    String type = request.getContentType();
    if (request.getQueryString() == null
        || (type != null && type.toLowerCase(Locale.ROOT).contains("urlencoded"))) {
      return true;
    }
    try {
      request.getParameterNames();
      return true;
    } catch (InvalidParameterException e) {
      return false;
    }
  }
}
