package io.isthmus.service.observability;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Leaves tracing out of a start that does not ask for it: Spring Boot would make a tracer even with
 * nowhere to export to, and every request would pay for its spans.
 */
final class TracingSwitch implements AutoConfigurationImportFilter, EnvironmentAware {

  /** Spring Boot's property; {@code isthmus-defaults.yml} makes it false. */
  static final String PROPERTY = "management.tracing.export.enabled";

  private static final List<String> TRACING =
      List.of(
          "org.springframework.boot.micrometer.tracing.",
          "org.springframework.boot.opentelemetry.");

  private boolean on;

  @Override
  public void setEnvironment(Environment environment) {
    on = environment.getProperty(PROPERTY, Boolean.class, false);
  }

  @Override
  public boolean[] match(@Nullable String[] classes, AutoConfigurationMetadata metadata) {
    boolean[] wanted = new boolean[classes.length];
    for (int i = 0; i < classes.length; i++) {
      String name = classes[i];
      wanted[i] = on || name == null || TRACING.stream().noneMatch(name::startsWith);
    }
    return wanted;
  }
}
