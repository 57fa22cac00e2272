package io.isthmus.service.start;

import io.isthmus.service.settings.Allowed;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.web.server.Ssl.ClientAuth;

/**
 * What a start goes by beside the model.
 *
 * @param trainingRun a path: the service asks itself for one answer there and ends; see {@link
 *     AotTrainingRun}
 * @param actuator where Actuator is once a network can reach the service
 * @param tls the files of profile {@code tls}; {@code application-tls.yml} hands them to Spring
 */
@ConfigurationProperties("isthmus")
public record StartProperties(
    @Nullable String trainingRun, @DefaultValue Actuator actuator, @DefaultValue Tls tls) {

  /**
   * Actuator's own listener.
   *
   * @param port 0 for any that is free
   */
  public record Actuator(@DefaultValue("0") int port) {

    /** Throws IllegalArgumentException that names the property that is wrong. */
    public Actuator {
      Allowed.within("isthmus.actuator.port", port, 0, 65535);
    }
  }

  /**
   * PEM files, or PEM as it is.
   *
   * @param certificate the service's own
   * @param privateKey its key
   * @param trust the authorities that are trusted
   * @param clientAuth whether clients have to show a certificate
   */
  public record Tls(
      @Nullable String certificate,
      @Nullable String privateKey,
      @Nullable String trust,
      @Nullable ClientAuth clientAuth) {}
}
