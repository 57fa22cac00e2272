package io.isthmus.edge;

import io.isthmus.encoding.KnownEncodings;
import io.isthmus.network.Network;
import io.isthmus.service.LoadMeter;
import io.isthmus.service.OwnLoadMeter;
import io.isthmus.service.admission.InferenceProperties;
import io.isthmus.service.http.body.BatchLimit;
import io.isthmus.service.profile.MachineProfile;
import io.isthmus.service.settings.LimitProperties;
import io.isthmus.service.settings.ServiceStart;
import io.isthmus.service.start.ServiceConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The stronger machine: takes the activation at a cut and answers with the logits. */
@SpringBootApplication(proxyBeanMethods = false)
@Import(ServiceConfiguration.class)
public class EdgeApplication {

  /** What the configuration and the answers allow, and the profile has found to fit in memory. */
  @Bean
  BatchLimit batchLimit(Network network, LimitProperties limits, MachineProfile profile) {
    return BatchLimit.of(
        network,
        () ->
            profile
                .measured()
                .map(measured -> Math.min(limits.maxBatch(), measured.largestBatch()))
                .orElse(limits.maxBatch()));
  }

  /** How tensors may come. */
  @Bean
  KnownEncodings knownEncodings() {
    return KnownEncodings.ALL;
  }

  /** The load of this machine. */
  @Bean
  LoadMeter loadMeter(InferenceProperties inference) {
    return new OwnLoadMeter(inference.workers());
  }

  /** Arguments go to Spring Boot. */
  public static void main(String[] args) {
    ServiceStart.run(EdgeApplication.class, args);
  }
}
