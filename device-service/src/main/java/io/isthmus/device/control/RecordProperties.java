package io.isthmus.device.control;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What is written down of decisions and of what they learn from.
 *
 * @param record the file; null for none. One that is there already is replaced
 * @param recordLimit the most that the file may hold
 */
@ConfigurationProperties("isthmus")
public record RecordProperties(@Nullable Path record, @DefaultValue("64MB") DataSize recordLimit) {

  private static final DataSize LEAST = DataSize.ofMegabytes(1);
  private static final DataSize MOST = DataSize.ofGigabytes(16);

  /** Throws IllegalArgumentException that names the property that is wrong. */
  public RecordProperties {
    if (recordLimit.compareTo(LEAST) < 0 || recordLimit.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "isthmus.record-limit must be from 1MB to 16GB, not " + recordLimit);
    }
  }
}
