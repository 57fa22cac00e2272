package io.isthmus.device.decide;

import io.isthmus.control.Snapshot;
import io.isthmus.control.Traffic;
import io.isthmus.decision.EdgeStatus;
import io.isthmus.decision.SystemState;
import io.isthmus.device.control.LiveController;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The live estimates as meters. What the device believes of the edge is called expected: the edge
 * has meters of the same names for what it knows of itself.
 */
@Component
class EstimateGauges implements MeterBinder {

  private final LiveController controller;

  EstimateGauges(LiveController controller) {
    this.controller = controller;
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    bindLink(meters);
    bindMachines(meters);
    for (EdgeStatus status : EdgeStatus.values()) {
      Gauge.builder("isthmus.edge.status", controller, c -> c.snapshot().status() == status ? 1 : 0)
          .description("1 for the status that the edge has in the eyes of the device")
          .tag("status", Json.lower(status))
          .register(meters);
    }
    sent(meters, "tail", t -> t.tailsUp());
    sent(meters, "probe", t -> t.probesUp());
    FunctionCounter.builder("isthmus.link.received", this, g -> g.traffic().tailsDown())
        .description("Bytes of bodies from the edge")
        .baseUnit("bytes")
        .register(meters);
  }

  private void bindLink(MeterRegistry meters) {
    Gauge.builder("isthmus.link.rate", this, EstimateGauges::bytesPerSecond)
        .description("Rate of the link; NaN while unknown")
        .baseUnit("bytes.per.second")
        .register(meters);
    Gauge.builder("isthmus.link.age", this, EstimateGauges::ageSeconds)
        .description("How long ago the rate was measured; NaN while unknown")
        .baseUnit("seconds")
        .register(meters);
    Gauge.builder("isthmus.link.confidence", controller, c -> c.snapshot().confidence())
        .description("1 for an exact rate, 0.5 for one that may be wrong by two, 0 while unknown")
        .register(meters);
    seconds(meters, "isthmus.link.rtt", "Round trip", SystemState::rttMs);
  }

  private void bindMachines(MeterRegistry meters) {
    String slower = "How many times slower than its profile ";
    seconds(
        meters,
        "isthmus.device.queue",
        "Expected wait for an inference thread of the device",
        SystemState::deviceQueueMs);
    seconds(
        meters,
        "isthmus.edge.queue.expected",
        "Wait that the device expects at the edge",
        SystemState::queueMs);
    ratio(meters, "isthmus.device.factor", slower + "the device runs", SystemState::deviceFactor);
    ratio(
        meters,
        "isthmus.device.image.factor",
        slower + "the device decodes images",
        SystemState::deviceImageFactor);
    ratio(
        meters,
        "isthmus.edge.factor.expected",
        slower + "the device expects the edge to run",
        SystemState::edgeFactor);
    ratio(
        meters,
        "isthmus.edge.image.factor.expected",
        slower + "the device expects the edge to decode images",
        SystemState::edgeImageFactor);
    ratio(
        meters,
        "isthmus.plan.factor",
        "How many times longer than its flow shop a plan of several chunks takes",
        SystemState::planFactor);
    seconds(
        meters,
        "isthmus.plan.sending",
        "What sending a chunk keeps the device from its next head",
        SystemState::sendingMs);
  }

  private double bytesPerSecond() {
    Snapshot now = controller.snapshot();
    return now.rateAgeMs() == null ? Double.NaN : 1000 * now.link().bytesPerMs();
  }

  private double ageSeconds() {
    Double ageMs = controller.snapshot().rateAgeMs();
    return ageMs == null ? Double.NaN : ageMs / 1000;
  }

  private Traffic traffic() {
    return controller.snapshot().controller().edge().traffic();
  }

  private void sent(MeterRegistry meters, String purpose, ToDoubleFunction<Traffic> bytes) {
    FunctionCounter.builder("isthmus.link.sent", this, g -> bytes.applyAsDouble(g.traffic()))
        .description("Bytes of bodies to the edge, in exchanges that it answered")
        .baseUnit("bytes")
        .tag("purpose", purpose)
        .register(meters);
  }

  private void seconds(
      MeterRegistry meters, String name, String description, ToDoubleFunction<SystemState> ms) {
    gauge(meters, name, description, "seconds", c -> ms.applyAsDouble(c) / 1000);
  }

  private void ratio(
      MeterRegistry meters, String name, String description, ToDoubleFunction<SystemState> ratio) {
    gauge(meters, name, description, null, ratio);
  }

  private void gauge(
      MeterRegistry meters,
      String name,
      String description,
      @Nullable String unit,
      ToDoubleFunction<SystemState> part) {
    Gauge.builder(name, controller, c -> part.applyAsDouble(c.snapshot().conditions()))
        .description(description)
        .baseUnit(unit)
        .register(meters);
  }
}
