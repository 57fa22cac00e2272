package io.isthmus.device.guard;

import io.isthmus.calibration.Calibration;
import io.isthmus.calibration.store.CalibrationStore;
import io.isthmus.decision.OptionSpace;
import io.isthmus.device.control.LiveController;
import io.isthmus.engine.UnitChain;
import io.isthmus.network.Network;
import io.isthmus.service.model.ModelProperties;
import io.isthmus.service.profile.IdleMachine;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the checks together. */
@Configuration(proxyBeanMethods = false)
class GuardConfiguration {

  private static final Logger log = LoggerFactory.getLogger(GuardConfiguration.class);

  private static final String JSON = ".json";
  private static final int SHORT = 12; // digits that tell files apart

  @Bean
  WaitingSamples waitingSamples(GuardProperties properties, OptionSpace space) {
    long input = space.network().input().bytes(1);
    if (properties.share() > 0
        && !space.lossy().isEmpty()
        && input > properties.memory().toBytes()) {
      log.warn(
          "No answer is checked: isthmus.guard.memory is {} bytes, and an input has {}",
          properties.memory().toBytes(),
          input);
    }
    return new WaitingSamples(properties.memory().toBytes());
  }

  @Bean
  ShadowSampler shadowSampler(
      LiveController controller, WaitingSamples waiting, GuardProperties properties) {
    return new ShadowSampler(controller, waiting, properties.share(), new Random());
  }

  @Bean
  GuardMeters guardMeters(LiveController controller, WaitingSamples waiting, MeterRegistry meters) {
    return new GuardMeters(controller, waiting, meters);
  }

  @Bean
  GuardMemory guardMemory(OptionSpace space, LiveController controller, ModelProperties model) {
    Calibration calibration = space.calibration();
    String digest = calibration == null ? "" : CalibrationStore.digest(calibration);
    return new GuardMemory(file(model, space.network(), digest), digest, space, controller);
  }

  /** Beside the profile, and named after the calibration. */
  private static Path file(ModelProperties model, Network network, String digest) {
    Path profile = model.profile();
    String calibration = digest.substring(0, Math.min(SHORT, digest.length()));
    if (profile == null) {
      String name = network.name() + "-" + network.fingerprint().substring(0, SHORT);
      return Path.of(System.getProperty("user.home"), ".isthmus", "profiles")
          .resolve(name(name, calibration));
    }
    String name = String.valueOf(profile.getFileName());
    String plain = name.endsWith(JSON) ? name.substring(0, name.length() - JSON.length()) : name;
    return profile.resolveSibling(name(plain, calibration));
  }

  private static String name(String plain, String calibration) {
    return plain + ".guard-" + calibration + JSON;
  }

  /** Made after the chain that it computes with, so that it ends before it. */
  @Bean
  ShadowChecks shadowChecks(
      WaitingSamples waiting,
      ExactAnswers exact,
      LiveController controller,
      GuardMemory memory,
      GuardMeters meters,
      GuardProperties properties,
      OptionSpace space) {
    ShadowChecks checks = new ShadowChecks(waiting, exact, controller, memory, meters);
    if (properties.share() > 0 && !space.lossy().isEmpty()) {
      checks.start();
    }
    return checks;
  }

  @Bean
  ExactAnswers exactAnswers(IdleMachine machine, UnitChain chain) {
    return new ExactAnswers(machine, chain);
  }
}
