package io.isthmus.device.decide;

import io.isthmus.decision.Conditions;
import io.isthmus.decision.EdgeStatus;
import io.isthmus.device.edge.EdgeLink;
import io.isthmus.device.edge.Traffic;
import io.isthmus.estimate.LinkEstimate;
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

  private final EdgeLink edge;
  private final Decider decider;

  EstimateGauges(EdgeLink edge, Decider decider) {
    this.edge = edge;
    this.decider = decider;
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    bindLink(meters);
    bindMachines(meters);
    for (EdgeStatus status : EdgeStatus.values()) {
      Gauge.builder("isthmus.edge.status", edge, e -> e.status() == status ? 1 : 0)
          .description("1 for the status that the edge has in the eyes of the device")
          .tag("status", Json.lower(status))
          .register(meters);
    }
    sent(meters, "tail", t -> t.tailsUp());
    sent(meters, "probe", t -> t.probesUp());
    FunctionCounter.builder("isthmus.link.received", edge, e -> e.traffic().tailsDown())
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
    Gauge.builder("isthmus.link.confidence", edge, e -> e.link().confidence(System.nanoTime()))
        .description("1 for an exact rate, 0.5 for one that may be wrong by two, 0 while unknown")
        .register(meters);
    seconds(meters, "isthmus.link.rtt", "Round trip", Conditions::rttMs);
  }

  private void bindMachines(MeterRegistry meters) {
    String slower = "How many times slower than its profile ";
    seconds(
        meters,
        "isthmus.device.queue",
        "Expected wait for an inference thread of the device",
        Conditions::deviceQueueMs);
    seconds(
        meters,
        "isthmus.edge.queue.expected",
        "Wait that the device expects at the edge",
        Conditions::queueMs);
    ratio(meters, "isthmus.device.factor", slower + "the device runs", Conditions::deviceFactor);
    ratio(
        meters,
        "isthmus.device.image.factor",
        slower + "the device decodes images",
        Conditions::deviceImageFactor);
    ratio(
        meters,
        "isthmus.edge.factor.expected",
        slower + "the device expects the edge to run",
        Conditions::edgeFactor);
    ratio(
        meters,
        "isthmus.edge.image.factor.expected",
        slower + "the device expects the edge to decode images",
        Conditions::edgeImageFactor);
    ratio(
        meters,
        "isthmus.plan.factor",
        "How many times longer than its flow shop a plan of several chunks takes",
        Conditions::planFactor);
    seconds(
        meters,
        "isthmus.plan.sending",
        "What sending a chunk keeps the device from its next head",
        Conditions::sendingMs);
  }

  private double bytesPerSecond() {
    return edge.link().known(System.nanoTime())
        ? 1000 * decider.conditions().bytesPerMs()
        : Double.NaN;
  }

  private double ageSeconds() {
    LinkEstimate link = edge.link();
    long now = System.nanoTime();
    return link.known(now) ? link.ageNanos(now) / 1e9 : Double.NaN;
  }

  private void sent(MeterRegistry meters, String purpose, ToDoubleFunction<Traffic> bytes) {
    FunctionCounter.builder("isthmus.link.sent", edge, e -> bytes.applyAsDouble(e.traffic()))
        .description("Bytes of bodies to the edge, in exchanges that it answered")
        .baseUnit("bytes")
        .tag("purpose", purpose)
        .register(meters);
  }

  private void seconds(
      MeterRegistry meters, String name, String description, ToDoubleFunction<Conditions> ms) {
    gauge(meters, name, description, "seconds", c -> ms.applyAsDouble(c) / 1000);
  }

  private void ratio(
      MeterRegistry meters, String name, String description, ToDoubleFunction<Conditions> ratio) {
    gauge(meters, name, description, null, ratio);
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
