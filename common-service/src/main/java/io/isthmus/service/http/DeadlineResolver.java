package io.isthmus.service.http;

import io.isthmus.service.http.problem.Problems;
import io.isthmus.wire.Deadline;
import io.isthmus.wire.WireHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Gives handlers the {@link Deadline} of their request as an argument. It is read before anything
 * of the body is, so the time in which that arrives counts. One that is malformed is a 400.
 */
@Component
class DeadlineResolver implements HandlerMethodArgumentResolver, WebMvcConfigurer {

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(this);
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == Deadline.class;
  }

  @Override
  public Deadline resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binders) {
    return Deadline.parse(request.getHeader(WireHeaders.DEADLINE), System.nanoTime())
        .orElseThrow(
            () ->
                Problems.badRequest(
                    "The header %s must be %s.".formatted(WireHeaders.DEADLINE, Deadline.FORM)));
  }
}
