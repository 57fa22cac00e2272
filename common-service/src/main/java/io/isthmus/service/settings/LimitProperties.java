package io.isthmus.service.settings;

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
    Allowed.within("isthmus.limits.max-batch", maxBatch, 1, 4096);
    Allowed.within("isthmus.limits.max-pixels", maxPixels, 1, Integer.MAX_VALUE);
    Allowed.within("isthmus.limits.max-request-pixels", maxRequestPixels, 1, Long.MAX_VALUE);
    requireSize("isthmus.limits.max-body", maxBody, 1);
    requireSize("isthmus.limits.decode-memory", decodeMemory, 1 << 20);
    Allowed.positive("isthmus.limits.upload-time", uploadTime);
  }

  private static void requireSize(String property, DataSize size, long least) {
    Allowed.require(
        size.toBytes() >= least && size.toBytes() <= Integer.MAX_VALUE,
        property,
        "a size from %s to 2047MB".formatted(least == 1 ? "1B" : "1MB"),
        size);
  }

  public ImageLimits images() {
    return new ImageLimits(maxPixels, maxRequestPixels, decodeMemory.toBytes());
  }
}
