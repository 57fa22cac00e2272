package io.isthmus.device.guard;

import io.isthmus.device.control.LiveController;
import io.isthmus.encoding.Encoding;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;

/** Checks and suspensions as meters. */
final class GuardMeters {

  private final Meter.MeterProvider<Counter> checks;

  GuardMeters(LiveController controller, WaitingSamples waiting, MeterRegistry meters) {
    checks =
        Counter.builder("isthmus.guard.checks")
            .description("Answers from lossy encodings that were compared with exact ones")
            .withRegistry(meters);
    for (Encoding.Kind kind : Encoding.Kind.values()) {
      if (!kind.exact()) {
        counter(kind, false);
        counter(kind, true);
      }
    }
    Gauge.builder(
            "isthmus.guard.suspended",
            controller,
            c -> c.snapshot().controller().guard().suspended().size())
        .description("Lossy options that change more answers than promised, and are not used")
        .register(meters);
    FunctionCounter.builder("isthmus.guard.dropped", waiting, WaitingSamples::dropped)
        .description("Answers that were to be checked, and had no room to wait for it")
        .register(meters);
  }

  private Counter counter(Encoding.Kind kind, boolean changed) {
    return checks.withTags("encoding", kind.word(), "result", changed ? "changed" : "same");
  }

  /** An answer was checked. */
  void checked(Encoding encoding, boolean changed) {
    counter(encoding.kind(), changed).increment();
  }
}
