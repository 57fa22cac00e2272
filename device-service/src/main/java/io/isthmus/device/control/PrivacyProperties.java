package io.isthmus.device.control;

import io.isthmus.network.Network;
import io.isthmus.service.settings.Allowed;
import io.isthmus.units.WholeNumber;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What may leave the device.
 *
 * @param rawInputMayLeave whether images themselves may go to the edge; if not, cut 0 is never used
 * @param earliestCut the unit, or its number, whose output is the earliest that may leave the
 *     device, in any encoding; null for no other limit than the one above
 */
@ConfigurationProperties("isthmus.privacy")
public record PrivacyProperties(
    @DefaultValue("true") boolean rawInputMayLeave, @Nullable String earliestCut) {

  private static final String EARLIEST = "isthmus.privacy.earliest-cut";

  /**
   * The earliest cut that may be used: 0 for all.
   *
   * @throws IllegalArgumentException that names the property for a unit that the network lacks
   */
  public int earliest(Network network) {
    int least = rawInputMayLeave ? 0 : 1;
    if (earliestCut == null) {
      return least;
    }
    OptionalInt named = network.cutNamed(earliestCut);
    OptionalLong number = WholeNumber.parse(earliestCut, 0, network.length());
    Allowed.require(
        named.isPresent() || number.isPresent(),
        EARLIEST,
        "a unit's name, such as %s, or a cut from 0 to %d"
            .formatted(network.cutName(1), network.length()),
        earliestCut);
    return Math.max(least, named.orElseGet(() -> (int) number.orElseThrow()));
  }
}
