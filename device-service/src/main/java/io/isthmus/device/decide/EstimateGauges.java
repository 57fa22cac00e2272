package io.isthmus.device.decide;

import io.isthmus.decision.Conditions;
import io.isthmus.device.edge.EdgeLink;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The live estimates as meters. */
@Component
class EstimateGauges implements MeterBinder {

  private final EdgeLink edge;
  private final Decider decider;

  EstimateGauges(EdgeLink edge, Decider decider) {
    this.edge = edge;
    this.decider = decider;
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    Gauge.builder("isthmus.link.rate", this, EstimateGauges::bytesPerSecond)
        .description("Rate of the link; NaN while unknown")
        .baseUnit("bytes.per.second")
        .register(meters);
    gauge(meters, "isthmus.link.rtt", "Round trip", "ms", Conditions::rttMs);
    gauge(meters, "isthmus.edge.queue", "Expected wait at the edge", "ms", Conditions::queueMs);
    gauge(
        meters,
        "isthmus.device.queue",
        "Expected wait for an inference thread of the device",
        "ms",
        Conditions::deviceQueueMs);
    gauge(
        meters,
        "isthmus.device.factor",
        "How much slower than its profile the device runs",
        null,
        Conditions::deviceFactor);
    gauge(
        meters,
        "isthmus.edge.factor",
        "How much slower than its profile the edge runs",
        null,
        Conditions::edgeFactor);
  }

  private double bytesPerSecond() {
    return edge.link().known(System.nanoTime())
        ? 1000 * decider.conditions().bytesPerMs()
        : Double.NaN;
  }

  private void gauge(
      MeterRegistry meters,
      String name,
      String description,
      @Nullable String unit,
      ToDoubleFunction<Conditions> part) {
    Gauge.builder(name, decider, d -> part.applyAsDouble(d.conditions()))
        .description(description)
        .baseUnit(unit)
        .register(meters);
  }
}
