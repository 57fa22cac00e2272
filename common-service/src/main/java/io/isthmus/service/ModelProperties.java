package io.isthmus.service;

import io.isthmus.profile.Profiler;
import io.isthmus.service.profile.ReadyWith;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * The network to serve.
 *
 * @param location the model package: a folder or a .zip ({@code isthmus.model.package})
 * @param profile where the machine's timing profile is stored; by default a file in {@code
 *     ~/.isthmus/profiles} named after model, fingerprint and threads
 * @param profileBatches the batch sizes to measure where there is no profile; all of {@link
 *     Profiler#DEFAULT_BATCHES} by default
 * @param profileTime how long to measure each of them
 * @param profileReady how much of the profile the service needs to be ready
 */
@ConfigurationProperties("isthmus.model")
public record ModelProperties(
    @Name("package") Path location,
    @Nullable Path profile,
    @Nullable List<Integer> profileBatches,
    @DefaultValue("400ms") Duration profileTime,
    @DefaultValue("first") ReadyWith profileReady) {

  /** The batch sizes to measure. */
  public List<Integer> batches() {
    return profileBatches == null || profileBatches.isEmpty()
        ? Profiler.DEFAULT_BATCHES
        : profileBatches;
  }
}
