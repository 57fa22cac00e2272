package io.isthmus.device.v2;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/**
 * Under {@code /v2} problem details have one member more, {@code error}: it is where clients of the
 * protocol look, and RFC 9457 lets a problem have members of its own.
 */
@ControllerAdvice
class ErrorMember implements ResponseBodyAdvice<Object> {

  @Override
  public boolean supports(
      MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converter) {
    return true;
  }

  @Override
  public @Nullable Object beforeBodyWrite(
      @Nullable Object body,
      MethodParameter returnType,
      MediaType contentType,
      Class<? extends HttpMessageConverter<?>> converter,
      ServerHttpRequest request,
      ServerHttpResponse response) {
    if (body instanceof ProblemDetail problem && isV2(request)) {
      String detail = problem.getDetail();
      problem.setProperty("error", detail == null ? problem.getTitle() : detail);
    }
    return body;
  }

  private static boolean isV2(ServerHttpRequest request) {
    if (!(request instanceof ServletServerHttpRequest servlet)) {
      return false;
    }
    HttpServletRequest own = servlet.getServletRequest();
    Object failed = own.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    String path = failed instanceof String uri ? uri : own.getRequestURI();
    return path.equals("/v2") || path.startsWith("/v2/");
  }
}
