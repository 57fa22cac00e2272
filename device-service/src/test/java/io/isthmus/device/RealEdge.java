package io.isthmus.device;

import io.isthmus.edge.EdgeApplication;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** An edge-service in this process, which can be told to fail. */
final class RealEdge {

  private final ConfigurableApplicationContext context;
  private volatile boolean failing;

  /** An edge whose spans go to that exporter. */
  RealEdge(InMemorySpanExporter spans) {
    context =
        new SpringApplicationBuilder(EdgeApplication.class)
            .initializers(
                created -> {
                  GenericApplicationContext beans = (GenericApplicationContext) created;
                  beans.registerBean(SpanExporter.class, () -> new Unclosed(spans));
                  beans.registerBean("failing", Filter.class, () -> this.failure());
                })
            .run(
                "--server.port=0",
                "--spring.application.name=isthmus-edge",
                "--spring.config.additional-location=classpath:isthmus-test.properties",
                "--management.tracing.export.enabled=true",
                "--management.opentelemetry.tracing.export.schedule-delay=20ms");
  }

  private Filter failure() {
    return (request, response, chain) -> {
      String path = ((HttpServletRequest) request).getRequestURI();
      if (failing && path.startsWith("/tail/")) {
        ((HttpServletResponse) response).sendError(500);
      } else {
        chain.doFilter(request, response);
      }
    };
  }

  /** Whether every tail is answered with an error from now on. */
  void fails(boolean now) {
    failing = now;
  }

  ConfigurableApplicationContext context() {
    return context;
  }

  int port() {
    return Objects.requireNonNull(
        context.getEnvironment().getProperty("local.server.port", Integer.class));
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }
}
