package io.isthmus.service.http.body;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Room for requests whose bodies arrive.
 *
 * @param places how many bodies may arrive at the same time; each holds a thread. 0 means half of
 *     the threads that no listeners take
 * @param memory how many bytes of bodies there may be in the service, those that arrive and those
 *     of the requests that wait or compute
 */
@ConfigurationProperties("isthmus.arrival")
public record ArrivalProperties(
    @DefaultValue("0") int places, @DefaultValue("256MB") DataSize memory) {

  /** Throws IllegalArgumentException that names the property that is wrong. */
  public ArrivalProperties {
    if (places < 0 || memory.toBytes() < 1) {
      throw new IllegalArgumentException(
          "isthmus.arrival.places must be 0 or more, and memory positive");
    }
  }
}
