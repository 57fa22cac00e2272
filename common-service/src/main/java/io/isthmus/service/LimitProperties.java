package io.isthmus.service;

import io.isthmus.image.ImageLimits;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What a request may ask for.
 *
 * @param maxBatch most images in a request; the timing profile may lower it to what fits in memory
 * @param maxBody largest request body
 * @param maxPixels most pixels in an uploaded image
 * @param maxRequestPixels most pixels in all images of a request; PNGs and JPEGs of many scans
 *     count for more, as they take longer
 * @param decodeMemory native memory that all images take together that are decoded at once
 * @param uploadTime longest time that a body is waited for, all its waits together
 */
@ConfigurationProperties("isthmus.limits")
public record LimitProperties(
    @DefaultValue("64") int maxBatch,
    @DefaultValue("64MB") DataSize maxBody,
    @DefaultValue("100000000") long maxPixels,
    @DefaultValue("800000000") long maxRequestPixels,
    @DefaultValue("256MB") DataSize decodeMemory,
    @DefaultValue("60s") Duration uploadTime) {

  /** Throws IllegalArgumentException that names the property that is wrong. */
  public LimitProperties {
    if (maxBatch < 1 || maxPixels < 1 || maxBody.toBytes() < 1) {
      throw new IllegalArgumentException(
          "isthmus.limits.max-batch, max-pixels and max-body must be positive");
    }
    if (maxRequestPixels < 1 || decodeMemory.toMegabytes() < 1) {
      throw new IllegalArgumentException(
          "isthmus.limits.max-request-pixels must be positive and decode-memory at least 1MB");
    }
  }

  ImageLimits images() {
    return new ImageLimits(maxPixels, maxRequestPixels, decodeMemory.toBytes());
  }
}
