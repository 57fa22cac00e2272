package io.isthmus.service.admission;

import io.isthmus.service.http.body.Arrivals;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** The admission as meters. */
@Component
class AdmissionMeters implements MeterBinder {

  private final Admission admission;
  private final Arrivals arrivals;

  AdmissionMeters(Admission admission, Arrivals arrivals) {
    this.admission = admission;
    this.arrivals = arrivals;
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    Gauge.builder("isthmus.admission.limit", admission, Admission::limit)
        .description("How many requests may compute or wait just now")
        .register(meters);
    Gauge.builder("isthmus.admission.inside", admission, Admission::inside)
        .description("Requests that are inside")
        .register(meters);
    FunctionCounter.builder("isthmus.admission.refused", admission, Admission::refused)
        .description("Requests that were refused for want of a place")
        .register(meters);
    Gauge.builder("isthmus.arrival.inside", arrivals, Arrivals::count)
        .description("Bodies that arrive")
        .register(meters);
    Gauge.builder("isthmus.arrival.memory", arrivals, Arrivals::held)
        .description("Bytes of the bodies of requests that are inside")
        .baseUnit("bytes")
        .register(meters);
    FunctionCounter.builder("isthmus.arrival.cut", arrivals, Arrivals::cutOff)
        .description("Bodies that were cut off since others needed their place")
        .register(meters);
  }
}
