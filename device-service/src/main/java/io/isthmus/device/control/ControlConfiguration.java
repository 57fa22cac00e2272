package io.isthmus.device.control;

import io.isthmus.control.Setup;
import io.isthmus.device.edge.EdgeProperties;
import io.isthmus.model.Network;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.service.LoadMeter;
import io.isthmus.service.admission.InferenceProperties;
import java.util.function.Supplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Sets the controller up. */
@Configuration(proxyBeanMethods = false)
class ControlConfiguration {

  @Bean
  LiveController liveController(
      Network network,
      PrivacyProperties privacy,
      EdgeProperties edge,
      InferenceProperties inference,
      Supplier<ProfileTimes> profile) {
    Setup setup =
        Setup.of(
            network,
            privacy.rawInputMayLeave(),
            edge.url() != null,
            inference.workers(),
            edge.staleAfter());
    return new LiveController(setup, profile, LiveController.Recorder.NONE);
  }

  @Bean
  LoadMeter loadMeter(LiveController controller) {
    return new DeviceLoadMeter(controller);
  }
}
