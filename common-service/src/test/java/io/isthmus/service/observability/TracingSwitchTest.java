package io.isthmus.service.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.mock.env.MockEnvironment;

class TracingSwitchTest {

  private static final String[] CLASSES = {
    "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration",
    "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration",
    "org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration",
    "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
    null
  };

  private static boolean[] match(MockEnvironment environment) {
    TracingSwitch tracing = new TracingSwitch();
    tracing.setEnvironment(environment);
    return tracing.match(CLASSES, mock(AutoConfigurationMetadata.class));
  }

  @Test
  void nothingOfTracingIsConfiguredWhereNobodyAsksForIt() {
    assertThat(match(new MockEnvironment())).containsExactly(false, false, false, true, true);
  }

  @Test
  void allOfItIsWhereSomebodyDoes() {
    MockEnvironment on = new MockEnvironment().withProperty(TracingSwitch.PROPERTY, "true");
    assertThat(match(on)).containsOnly(true);
  }
}
