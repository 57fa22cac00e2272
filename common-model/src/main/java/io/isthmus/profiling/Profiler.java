package io.isthmus.profiling;

import io.isthmus.engine.UnitChain;
import io.isthmus.network.Network;
import io.isthmus.profile.Machine;
import io.isthmus.profile.TimingProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Measures a machine's profile. */
public final class Profiler {

  /** The batch sizes that are measured where nothing else is asked for. */
  public static final List<Integer> DEFAULT_BATCHES = List.of(1, 2, 4, 8, 16, 32, 64);

  /** How often each size is repeated at least. */
  static final int MIN_REPEATS = 3;

  /** Runs of each size at least: one that tries its memory, and the repetitions. */
  public static final int RUNS = 1 + MIN_REPEATS;

  /** Is told how far the work has come. */
  public interface Progress {
    /** A batch has been run once more: that many runs are done, of about so many. */
    void measured(int batch, int done, int of);
  }

  /**
   * What is measured.
   *
   * @param network whose chain it is
   * @param machine on which it runs
   * @param perBatch about how long to measure each batch size
   */
  record Task(Network network, Machine machine, Duration perBatch) {}

  private final UnitChain chain;
  private final Task task;

  /**
   * A profiler of that chain on this machine.
   *
   * @param perBatch about how long to measure each batch size; at least three repetitions are made
   */
  public Profiler(UnitChain chain, Machine machine, Duration perBatch) {
    this.chain = chain;
    this.task = new Task(chain.network(), machine, perBatch);
  }

  /**
   * Measures the batch sizes, which must ascend, on the calling thread, which ought to be an
   * inference one; a size that does not fit ends them.
   */
  public TimingProfile measure(List<Integer> batches, Progress progress) {
    try {
      Profiling profiling = begin(null, batches, Turns.alone(), progress);
      TimingProfile profile = profiling.measureNext();
      while (profiling.hasNext()) {
        profile = profiling.measureNext();
      }
      return withCodecs(profile, Turns.alone());
    } catch (InterruptedException e) {
      throw new IllegalStateException("whoever is alone is not interrupted", e);
    }
  }

  /** Whether a profile has what every encoding costs; one of an older release may lack some. */
  public static boolean hasCodecs(TimingProfile profile) {
    return CodecProbe.isIn(profile.codecs());
  }

  /**
   * The same profile with what encodings cost on this machine, measured now.
   *
   * @throws InterruptedException if the measuring is to end
   */
  public TimingProfile withCodecs(TimingProfile profile, Turns turns) throws InterruptedException {
    return profile.withCodecs(new CodecProbe().measure(turns), Instant.now());
  }

  /**
   * Begins to measure batch size by batch size.
   *
   * @param begun what was measured before, and is gone on with
   * @param batches the sizes to measure, at least one, ascending, beyond those that {@code begun}
   *     has
   * @param turns decides when a piece is measured
   */
  public Profiling begin(
      @Nullable TimingProfile begun, List<Integer> batches, Turns turns, Progress progress) {
    long free = new FreeMemory().bytes();
    return begin(begun, batches, turns, progress, free - free / 8); // the Java heap grows, too
  }

  /** The same where a batch may take so many bytes. */
  Profiling begin(
      @Nullable TimingProfile begun,
      List<Integer> batches,
      Turns turns,
      Progress progress,
      long freeBytes) {
    return new Profiling(
        new MeasuredPieces(chain), task, turns, progress, begun, batches, freeBytes);
  }
}
