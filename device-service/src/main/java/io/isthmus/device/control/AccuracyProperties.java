package io.isthmus.device.control;

import io.isthmus.calibration.Accuracy;
import io.isthmus.service.settings.Allowed;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much answers may differ from those of the uncut network.
 *
 * @param accuracy the budget of requests that name none: {@value Accuracy#VALUES}
 * @param calibration what encodings cost, as {@code isthmus calibrate} has written it; by default
 *     the file NAME.calibration.json beside the package, if there is one
 */
@ConfigurationProperties("isthmus")
public record AccuracyProperties(
    @DefaultValue("exact") String accuracy, @Nullable Path calibration) {

  /** Throws IllegalArgumentException that names the property for a budget that is none. */
  public AccuracyProperties {
    Allowed.require(
        Accuracy.parse(accuracy).isPresent(), "isthmus.accuracy", Accuracy.VALUES, accuracy);
  }

  /** The budget of requests that name none. */
  public Accuracy budget() {
    return Accuracy.parse(accuracy).orElseThrow();
  }
}
