package io.isthmus.device.edge;

import io.isthmus.decision.Retry;
import io.isthmus.service.observability.HistogramBuckets;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** How exchanges with the edge end, and which of them are sent once more. */
@Component
class EdgeMeters {

  private final MeterRegistry meters;
  private final Meter.MeterProvider<Timer> exchanges;

  /** Counts that are 0 are there as well, so that their first increase is seen. */
  EdgeMeters(MeterRegistry meters) {
    this.meters = meters;
    exchanges =
        HistogramBuckets.timer("isthmus.exchange", "Exchanges with the edge, by how they ended")
            .withRegistry(meters);
    List.of(Retry.values()).forEach(this::retries);
  }

  void answered(long nanos) {
    record("answered", nanos);
  }

  void failed(EdgeException.Kind kind, long nanos) {
    record(lower(kind), nanos);
  }

  private void record(String outcome, long nanos) {
    exchanges.withTag("outcome", outcome).record(Duration.ofNanos(nanos));
  }

  /** An exchange has failed that might have been sent once more. */
  void judged(Retry verdict) {
    retries(verdict).increment();
  }

  private Counter retries(Retry verdict) {
    return Counter.builder("isthmus.retries")
        .description("Exchanges that failed for their connection or for 503")
        .tag("outcome", lower(verdict))
        .register(meters);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
