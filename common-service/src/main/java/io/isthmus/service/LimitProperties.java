package io.isthmus.service;

import io.isthmus.service.settings.Allowed;
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
 * @param uploadTime longest time that a body is waited for, all its waits together
 */
@ConfigurationProperties("isthmus.limits")
public record LimitProperties(
    @DefaultValue("64") int maxBatch,
    @DefaultValue("64MB") DataSize maxBody,
    @DefaultValue("40000000") long maxPixels,
    @DefaultValue("60s") Duration uploadTime) {

  /** Throws IllegalArgumentException that names the property that is wrong. */
  public LimitProperties {
    Allowed.within("isthmus.limits.max-batch", maxBatch, 1, 4096);
    Allowed.within("isthmus.limits.max-pixels", maxPixels, 1, Integer.MAX_VALUE);
    long bytes = maxBody.toBytes();
    Allowed.require(
        bytes > 0 && bytes <= Integer.MAX_VALUE,
        "isthmus.limits.max-body",
        "a size from 1B to 2047MB",
        maxBody);
    Allowed.positive("isthmus.limits.upload-time", uploadTime);
  }
}
