package io.isthmus.cli.link;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.isthmus.units.DataRate;
import java.time.Duration;

/** One direction of a link: a token bucket of bytes, shared by all that travels that way. */
final class Throttle {

  /** The largest piece that is taken at once. */
  static final int MAX_CHUNK = 16 * 1024;

  private static final int MIN_CHUNK = 512;
  private static final long MIN_BURST = 2 * 1024;

  private final Bucket bucket;
  private volatile int chunk;

  Throttle(DataRate rate) {
    bucket = Bucket.builder().addLimit(bandwidth(rate)).withNanosecondPrecision().build();
    chunk = chunkAt(rate);
  }

  /** From now on bytes pass at this rate. */
  void setRate(DataRate rate) {
    BucketConfiguration configuration =
        BucketConfiguration.builder().addLimit(bandwidth(rate)).build();
    bucket.replaceConfiguration(configuration, TokensInheritanceStrategy.RESET);
    chunk = chunkAt(rate);
  }

  /** How many bytes to take at once: an eighth of a millisecond's worth, so that a stream flows. */
  int chunk() {
    return chunk;
  }

  /** Waits until that many bytes may pass. */
  void take(int bytes) throws InterruptedException {
    bucket.asBlocking().consume(bytes);
  }

  private static int chunkAt(DataRate rate) {
    return (int) Math.max(MIN_CHUNK, Math.min(MAX_CHUNK, rate.bytesPerSecond() / 8000));
  }

  /** The burst makes good for waits that end late; larger ones would look like a faster link. */
  private static Bandwidth bandwidth(DataRate rate) {
    long bytes = Math.max(1, Math.round(rate.bytesPerSecond()));
    return Bandwidth.builder()
        .capacity(Math.max(MIN_BURST, bytes / 2000))
        .refillGreedy(bytes, Duration.ofSeconds(1))
        .build();
  }
}
