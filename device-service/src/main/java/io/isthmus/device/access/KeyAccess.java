package io.isthmus.device.access;

import io.isthmus.service.http.problem.Problems;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/** Lets in who shows an API key; 401 for everybody else. */
final class KeyAccess implements Access {

  private static final String HEADER = "X-API-Key";
  private static final String BEARER = "Bearer ";
  private static final String REALM = "Bearer realm=\"isthmus\"";

  private final ApiKeys keys;

  KeyAccess(ApiKeys keys) {
    this.keys = keys;
  }

  @Override
  public void require(HttpServletRequest request) {
    Optional<String> key = key(request);
    if (key.isEmpty()) {
      throw unauthorized("An API key is needed, in X-API-Key or as Authorization: Bearer.", REALM);
    }
    if (!keys.accept(key.get())) {
      throw unauthorized("The API key is not accepted.", REALM + ", error=\"invalid_token\"");
    }
  }

  private static Optional<String> key(HttpServletRequest request) {
    String key = request.getHeader(HEADER);
    if (key != null) {
      return Optional.of(key.strip());
    }
    String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
    return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? Optional.of(authorization.substring(BEARER.length()).strip())
        : Optional.empty();
  }

  private static ErrorResponseException unauthorized(String detail, String challenge) {
    ErrorResponseException problem = Problems.of(HttpStatus.UNAUTHORIZED, detail);
    problem.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, challenge);
    return problem;
  }
}
