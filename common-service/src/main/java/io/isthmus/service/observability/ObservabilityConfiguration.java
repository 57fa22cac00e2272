package io.isthmus.service.observability;

import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.tracing.exporter.SpanExportingPredicate;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is left out of meters and traces. */
@Configuration(proxyBeanMethods = false)
class ObservabilityConfiguration {

  /** Routes whose calls belong to no request: scrapes, probes and what devices ask between. */
  private static final List<String> BESIDE_REQUESTS =
      List.of("/actuator", "/probe", "/load", "/model", "/profile", "/conditions");

  /** What a span takes is not what its part of a request takes: see {@link Spans}. */
  @Bean
  MeterFilter spansAreNoMeters() {
    return MeterFilter.denyNameStartsWith(Spans.PREFIX);
  }

  @Bean
  @ConditionalOnProperty(TracingSwitch.PROPERTY)
  SpanExportingPredicate requestsOnly() {
    return span -> {
      String path = span.getTags().getOrDefault("http.url", "").toLowerCase(Locale.ROOT);
      return BESIDE_REQUESTS.stream().noneMatch(path::startsWith);
    };
  }
}
