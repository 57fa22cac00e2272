package io.isthmus.service;

import io.isthmus.engine.InferencePool;
import io.isthmus.model.Network;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.tracing.exporter.SpanExportingPredicate;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Meters that both services have, and what is left out of meters and traces. */
@Configuration(proxyBeanMethods = false)
class ObservabilityConfiguration {

  /** Routes whose calls belong to no request: scrapes, probes and what devices ask between. */
  private static final List<String> BESIDE_REQUESTS =
      List.of("/actuator", "/probe", "/load", "/model", "/profile", "/conditions");

  @Bean
  MeterBinder inferenceMeters(InferencePool pool, InferenceProperties inference, Network network) {
    return meters -> {
      Gauge.builder("isthmus.inference.active", pool, InferencePool::computing)
          .description("Tasks that compute")
          .register(meters);
      Gauge.builder("isthmus.inference.waiting", pool, p -> Math.max(0, p.inside() - p.computing()))
          .description("Tasks that wait for an inference thread")
          .register(meters);
      Gauge.builder("isthmus.inference.workers", inference, InferenceProperties::workers)
          .description("Inference threads")
          .register(meters);
      Gauge.builder("isthmus.model.info", () -> 1)
          .description("1; the tags name the model package that is served")
          .tag("model", network.name())
          .tag("fingerprint", network.fingerprint().substring(0, 12))
          .register(meters);
    };
  }

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
