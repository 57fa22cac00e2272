package io.isthmus.device.edge;

import io.isthmus.service.observability.HistogramBuckets;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** How exchanges with the edge end. */
@Component
class ExchangeMeters {

  private final Meter.MeterProvider<Timer> exchanges;

  ExchangeMeters(MeterRegistry meters) {
    exchanges =
        HistogramBuckets.timer("isthmus.exchange", "Exchanges with the edge, by how they ended")
            .withRegistry(meters);
  }

  void answered(long nanos) {
    record("answered", nanos);
  }

  void failed(EdgeException.Kind kind, long nanos) {
    record(kind.name().toLowerCase(Locale.ROOT).replace('_', '-'), nanos);
  }

  private void record(String outcome, long nanos) {
    exchanges.withTag("outcome", outcome).record(Duration.ofNanos(nanos));
  }
}
