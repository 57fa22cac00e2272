package io.isthmus.device;

import io.isthmus.control.Setup;
import io.isthmus.decision.OptionSpace;
import io.isthmus.device.control.DeviceLoadMeter;
import io.isthmus.device.control.FileRecorder;
import io.isthmus.device.control.LiveController;
import io.isthmus.device.control.PrivacyProperties;
import io.isthmus.device.control.RecordProperties;
import io.isthmus.device.edge.EdgeProperties;
import io.isthmus.network.Network;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.service.LoadMeter;
import io.isthmus.service.admission.InferenceProperties;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Sets the controller up. */
@Configuration(proxyBeanMethods = false)
class ControlConfiguration {

  @Bean
  OptionSpace optionSpace(Network network, PrivacyProperties privacy) {
    return new OptionSpace(network, privacy.earliest(network), null);
  }

  @Bean
  Setup controllerSetup(OptionSpace space, EdgeProperties edge, InferenceProperties inference) {
    return Setup.of(space, edge.url() != null, inference.workers(), edge.staleAfter());
  }

  @Bean
  LiveController.Recorder recorder(RecordProperties properties) {
    Path file = properties.record();
    if (file == null) {
      return LiveController.Recorder.NONE;
    }
    try {
      return new FileRecorder(file, properties.recordLimit().toBytes());
    } catch (IOException e) {
      throw new IllegalArgumentException("isthmus.record: " + file + " cannot be written", e);
    }
  }

  @Bean
  LiveController liveController(
      Setup setup, Supplier<ProfileTimes> profile, LiveController.Recorder recorder) {
    return new LiveController(setup, profile, recorder);
  }

  @Bean
  LoadMeter loadMeter(LiveController controller) {
    return new DeviceLoadMeter(controller);
  }
}
