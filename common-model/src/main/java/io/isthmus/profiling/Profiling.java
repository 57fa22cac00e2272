package io.isthmus.profiling;

import io.isthmus.engine.BackendException;
import io.isthmus.engine.MicroBatches;
import io.isthmus.network.Network;
import io.isthmus.network.Unit;
import io.isthmus.profile.BatchTimings;
import io.isthmus.profile.CodecTiming;
import io.isthmus.profile.PendingSizes;
import io.isthmus.profile.TimingProfile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A profile that is being measured, batch size by batch size: after each there is one that can be
 * used. A new size takes turns with those before it that have not been repeated for long enough, so
 * that whatever disturbs the machine for a while meets one repetition of each, which the median
 * leaves out, and not all of one size.
 */
public final class Profiling {

  private final MeasuredPieces pieces;
  private final Profiler.Task task;
  private final Turns turns;
  private final Profiler.Progress progress;
  private final SliceSamples slices = new SliceSamples();
  private final List<Series> series = new ArrayList<>();
  private final List<BatchTimings> earlier;
  private final List<CodecTiming> codecs;
  private final List<Integer> left;
  private final int reach;
  private final int of;
  private int done;
  private @Nullable BatchTimings tooLarge;

  /**
   * Goes on with a profile, or begins one.
   *
   * @param begun what was measured before
   * @param batches the sizes to measure, which must ascend, beyond those in {@code begun}
   * @param freeBytes how much memory a batch may take: the first size that is thought to take more
   *     is not tried, unless nothing else was
   */
  Profiling(
      MeasuredPieces pieces,
      Profiler.Task task,
      Turns turns,
      Profiler.Progress progress,
      @Nullable TimingProfile begun,
      List<Integer> batches,
      long freeBytes) {
    this.pieces = pieces;
    this.task = task;
    this.turns = turns;
    this.progress = progress;
    this.codecs = begun == null ? List.of() : begun.codecs();
    this.earlier = begun == null ? List.of() : begun.fitting();
    this.left = new ArrayList<>(batches);
    this.of = batches.size() * Profiler.RUNS;
    this.reach =
        batches.stream()
            .takeWhile(b -> MemoryNeed.bytes(task.network(), b) <= freeBytes)
            .reduce(earlier.isEmpty() ? batches.get(0) : 0, Math::max);
  }

  /** Whether a size is left to be measured. */
  public boolean hasNext() {
    return !left.isEmpty();
  }

  /** The size that is measured next. */
  public int next() {
    return left.get(0);
  }

  /** Whether the next size is thought to take more memory than there is; it is not tried then. */
  public boolean nextIsTooLarge() {
    return next() > reach;
  }

  /**
   * Measures the next size; one that does not fit is the last.
   *
   * @return all that has been measured so far
   * @throws InterruptedException if the measuring is to end
   * @throws IllegalArgumentException if not even the first size fits
   */
  public TimingProfile measureNext() throws InterruptedException {
    int batch = left.remove(0);
    if (batch > reach || !fits(batch)) {
      tooLarge = BatchTimings.tooLarge(batch);
      left.clear();
    }
    return profile();
  }

  /** Measures a size; false if it runs out of memory. */
  private boolean fits(int batch) throws InterruptedException {
    try {
      measure(batch);
      return true;
    } catch (BackendException | OutOfMemoryError e) { // the engine's allocator, or the JVM's
      series.removeIf(one -> one.batch() == batch);
      return false;
    }
  }

  private void measure(int batch) throws InterruptedException {
    turns.take(disturbed -> pieces.tryMemory(batch, disturbed));
    progress.measured(batch, ++done, of);
    series.add(new Series(batch));
    while (series.stream().anyMatch(one -> wantsMore(one, batch))) {
      for (Series one : series) {
        if (!one.hasEnough(task.perBatch())) {
          repeat(one);
          done = Math.min(done + 1, of);
          progress.measured(one.batch(), done, of);
        }
      }
    }
  }

  /** The last size is not done before all have been measured for long enough. */
  private boolean wantsMore(Series one, int batch) {
    return left.isEmpty()
        ? !one.hasEnough(task.perBatch())
        : one.batch() == batch && !one.hasSome();
  }

  private void repeat(Series one) throws InterruptedException {
    double decodeMs = 0;
    for (int i = 0; i < one.batch(); i++) {
      decodeMs += turns.take(pieces::image);
    }
    double encodeMs = 0;
    double tookMs = decodeMs;
    for (int size : MicroBatches.of(task.network(), one.batch())) {
      MeasuredPieces.SliceLap slice = turns.take(disturbed -> pieces.slice(size, disturbed));
      slices.add(size, slice.units());
      encodeMs += slice.encodeMs();
      tookMs += slice.units().totalMs();
    }
    one.add(decodeMs, encodeMs, tookMs);
  }

  private TimingProfile profile() {
    List<BatchTimings> timings = new ArrayList<>(earlier);
    series.forEach(
        one ->
            timings.add(one.summary(slices.units(MicroBatches.of(task.network(), one.batch())))));
    if (tooLarge != null) {
      timings.add(tooLarge);
    }
    List<Integer> pending = left.stream().takeWhile(b -> b <= reach).toList();
    Network network = task.network();
    return new TimingProfile(
        TimingProfile.FORMAT,
        network.name(),
        network.fingerprint(),
        task.machine(),
        Instant.now(),
        pieces.referencePixels(),
        network.units().stream().map(Unit::name).toList(),
        timings,
        pending.isEmpty() ? null : new PendingSizes(pending, 0),
        codecs);
  }
}
