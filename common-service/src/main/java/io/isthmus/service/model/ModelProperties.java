package io.isthmus.service.model;

import io.isthmus.engine.backends.LoadLimits;
import io.isthmus.profiling.Profiler;
import io.isthmus.service.settings.Allowed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.util.unit.DataSize;

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
 * @param loadTimeout how long loading and trying the package may take
 * @param memoryLimit how much main memory the process may have until then; null where only the
 *     machine limits it
 */
@ConfigurationProperties("isthmus.model")
public record ModelProperties(
    @Name("package") Path location,
    @Nullable Path profile,
    @Nullable List<Integer> profileBatches,
    @DefaultValue("400ms") Duration profileTime,
    @DefaultValue("first") ReadyWith profileReady,
    @DefaultValue("10m") Duration loadTimeout,
    @Nullable DataSize memoryLimit) {

  /** Beyond it no network fits anywhere. */
  private static final int MOST = 4096;

  private static final String LOAD_TIMEOUT = "isthmus.model.load-timeout";
  private static final String MEMORY_LIMIT = "isthmus.model.memory-limit";

  /** Throws IllegalArgumentException that names the property that is wrong. */
  public ModelProperties {
    if (location == null) { // Spring leaves it so where nobody names one
      throw new IllegalArgumentException(
          "isthmus.model.package must name a model package, a folder or a .zip, and is not set");
    }
    if (profileBatches != null) {
      profileBatches = List.copyOf(profileBatches);
      boolean good = IntStream.range(0, profileBatches.size()).allMatch(ascends(profileBatches));
      Allowed.require(
          good,
          "isthmus.model.profile-batches",
          "ascending whole numbers from 1 to %d, such as 1,2,4".formatted(MOST),
          profileBatches);
    }
    Allowed.positive("isthmus.model.profile-time", profileTime);
    Allowed.positive(LOAD_TIMEOUT, loadTimeout);
    Allowed.require(
        memoryLimit == null || memoryLimit.toBytes() > 0,
        MEMORY_LIMIT,
        "a size above 0, such as 2GB",
        String.valueOf(memoryLimit));
  }

  private static IntPredicate ascends(List<Integer> batches) {
    return i -> batches.get(i) <= MOST && batches.get(i) > (i == 0 ? 0 : batches.get(i - 1));
  }

  /** What loading the package may take. */
  LoadLimits loadLimits() {
    long memory = memoryLimit == null ? 0 : memoryLimit.toBytes();
    return new LoadLimits(loadTimeout, memory, LOAD_TIMEOUT, MEMORY_LIMIT);
  }

  /** The batch sizes to measure. */
  public List<Integer> batches() {
    return profileBatches == null || profileBatches.isEmpty()
        ? Profiler.DEFAULT_BATCHES
        : profileBatches;
  }
}
