package io.isthmus.device.guard;

import io.isthmus.service.settings.Allowed;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How answers from lossy encodings are checked in service.
 *
 * @param share of such answers that are checked, 0 to 1; 0 for none
 * @param memory the most that inputs which wait for their check may take; of more the oldest go
 */
@ConfigurationProperties("isthmus.guard")
public record GuardProperties(
    @DefaultValue("0.02") double share, @DefaultValue("8MB") DataSize memory) {

  private static final DataSize LEAST = DataSize.ofKilobytes(1);
  private static final DataSize MOST = DataSize.ofGigabytes(1);

  /** Throws IllegalArgumentException that names the property that is wrong. */
  public GuardProperties {
    Allowed.require(share >= 0 && share <= 1, "isthmus.guard.share", "a number from 0 to 1", share);
    Allowed.require(
        memory.compareTo(LEAST) >= 0 && memory.compareTo(MOST) <= 0,
        "isthmus.guard.memory",
        "from 1KB to 1GB, such as 8MB",
        memory);
  }
}
