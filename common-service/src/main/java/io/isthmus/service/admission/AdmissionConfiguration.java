package io.isthmus.service.admission;

import io.isthmus.service.LoadMeter;
import io.isthmus.service.http.body.ArrivalProperties;
import io.isthmus.service.http.body.Arrivals;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How many requests may be inside, and how many bodies may arrive. */
@Configuration(proxyBeanMethods = false)
class AdmissionConfiguration {

  @Bean
  Arrivals arrivals(ArrivalProperties room, ServerThreads threads, LoadMeter load) {
    return new Arrivals(threads.places(room), room.memory(), load::report);
  }

  @Bean
  Admission admission(InferenceProperties inference, LoadMeter load, Arrivals arrivals) {
    int most = inference.workers() + inference.queue();
    return new Admission(inference.admission().upTo(most), load::report, arrivals);
  }
}
