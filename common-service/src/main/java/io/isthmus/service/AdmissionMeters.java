package io.isthmus.service;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** The admission as meters. */
@Component
class AdmissionMeters implements MeterBinder {

  private final Admission admission;

  AdmissionMeters(Admission admission) {
    this.admission = admission;
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    Gauge.builder("isthmus.admission.limit", admission, Admission::limit)
        .description("How many requests may be inside just now")
        .register(meters);
    Gauge.builder("isthmus.admission.inside", admission, Admission::inside)
        .description("Requests that are inside")
        .register(meters);
    FunctionCounter.builder("isthmus.admission.refused", admission, Admission::refused)
        .description("Requests that were refused for want of a place")
        .register(meters);
  }
}
