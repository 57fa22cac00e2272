package io.isthmus.service.connection;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How long a peer may take, on every connector.
 *
 * @param headerTime longest time from the opening of a connection, or from the first byte of a
 *     later request, to the end of the request's header; with TLS the handshake is in it
 * @param grace longest silence within a body or an answer, and the time after which the rate counts
 * @param minRate bytes a second at which a body must arrive, and an answer be taken, on average
 */
@ConfigurationProperties("isthmus.connections")
public record ConnectionProperties(
    @DefaultValue("10s") Duration headerTime,
    @DefaultValue("10s") Duration grace,
    @DefaultValue("4KB") DataSize minRate) {

  /** Throws IllegalArgumentException that names the property that is wrong. */
  public ConnectionProperties {
    if (headerTime.toMillis() < 1 || grace.toMillis() < 1) {
      throw new IllegalArgumentException(
          "isthmus.connections.header-time and grace must be at least 1 ms");
    }
    if (minRate.toBytes() < 1) {
      throw new IllegalArgumentException("isthmus.connections.min-rate must be at least 1B");
    }
  }

  /** The pace of a body or an answer that may take so long in all. */
  public Pace pace(Duration total) {
    return new Pace(total, grace, minRate);
  }
}
