package io.isthmus.device;

import io.isthmus.calibration.Accuracy;
import io.isthmus.calibration.Calibration;
import io.isthmus.calibration.store.CalibrationStore;
import io.isthmus.control.Setup;
import io.isthmus.decision.OptionSpace;
import io.isthmus.device.control.AccuracyProperties;
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
import io.isthmus.service.model.ModelProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Sets the controller up. */
@Configuration(proxyBeanMethods = false)
class ControlConfiguration {

  private static final Logger log = LoggerFactory.getLogger(ControlConfiguration.class);

  @Bean
  OptionSpace optionSpace(
      Network network,
      PrivacyProperties privacy,
      ModelProperties model,
      AccuracyProperties accuracy) {
    return new OptionSpace(
        network, privacy.earliest(network), calibration(network, model.location(), accuracy));
  }

  /**
   * What encodings cost. A file that the configuration names must be a calibration of the package;
   * one that merely lies beside it is left alone if it is not, since only exact options are used
   * then.
   */
  private static @Nullable Calibration calibration(
      Network network, Path modelPackage, AccuracyProperties properties) {
    Path named = properties.calibration();
    Path file = named == null ? CalibrationStore.beside(modelPackage) : named;
    if (named == null && !Files.exists(file)) {
      if (!properties.budget().equals(Accuracy.EXACT)) {
        log.warn(
            "isthmus.accuracy is {}, but there is no calibration at {}: answers are exact."
                + " isthmus calibrate makes one",
            properties.accuracy(),
            file);
      }
      return null;
    }
    try {
      return CalibrationStore.read(file, network);
    } catch (IOException e) {
      if (named != null) {
        throw new IllegalArgumentException("isthmus.calibration: " + e.getMessage(), e);
      }
      log.warn("Answers are exact: {}", e.getMessage());
      return null;
    }
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
