package io.isthmus.engine.backends;

import java.time.Duration;

/**
 * What loading a package may take.
 *
 * @param time until the package is loaded and was tried
 * @param memory bytes that the whole process may have in main memory meanwhile; 0 where only the
 *     machine limits it
 * @param nameOfTime what a user calls the first one
 * @param nameOfMemory what a user calls the second one
 */
public record LoadLimits(Duration time, long memory, String nameOfTime, String nameOfMemory) {

  /** What a small and busy machine needs for a large package, several times over. */
  public static final Duration TIME = Duration.ofMinutes(10);
}
