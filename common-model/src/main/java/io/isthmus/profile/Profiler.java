package io.isthmus.profile;

import ai.djl.engine.EngineException;
import io.isthmus.engine.Activation;
import io.isthmus.engine.ChainRunner;
import io.isthmus.engine.RequestMemory;
import io.isthmus.engine.Slices;
import io.isthmus.image.EncodedImage;
import io.isthmus.image.ImageException;
import io.isthmus.image.ImageLimits;
import io.isthmus.image.ImageReader;
import io.isthmus.model.Network;
import io.isthmus.model.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** Measures a machine's profile. Runs on the calling thread, which ought to be an inference one. */
public final class Profiler {

  /** The batch sizes that are measured where nothing else is asked for. */
  public static final List<Integer> DEFAULT_BATCHES = List.of(1, 2, 4, 8, 16, 32, 64);

  private static final int MIN_REPEATS = 3;
  private static final int MAX_REPEATS = 15;

  /** Is told how far the work has come. */
  public interface Progress {
    /** A batch has been run once more: that many runs are done, of about so many. */
    void measured(int batch, int done, int of);
  }

  private final ChainRunner chain;
  private final Machine machine;
  private final Duration perBatch;
  private final ImageReader reader;
  private final EncodedImage reference;
  private final ProcessorTime processorTime = new ProcessorTime();

  /**
   * A profiler of that chain on this machine.
   *
   * @param perBatch about how long to measure each batch size; at least three repetitions are made
   */
  public Profiler(ChainRunner chain, Machine machine, Duration perBatch) {
    this.chain = chain;
    this.machine = machine;
    this.perBatch = perBatch;
    this.reader = new ImageReader(ImageLimits.NONE, chain.transform());
    this.reference = ReferenceImage.in(reader);
  }

  /**
   * Measures the batch sizes, which must ascend; one that does not fit ends them. The sizes take
   * turns, so that whatever disturbs the machine for a while meets one repetition of each, which
   * the median leaves out, and not all of one size.
   */
  public TimingProfile measure(List<Integer> batches, Progress progress) {
    SliceSamples slices = new SliceSamples();
    List<Series> series = new ArrayList<>();
    int of = batches.size() * (1 + MIN_REPEATS);
    for (int batch : batches) {
      boolean fits = (series.isEmpty() || last(series).fits()) && warmUp(batch);
      series.add(new Series(batch, fits, new Samples()));
      progress.measured(batch, series.size(), of);
    }
    int done = batches.size();
    while (series.stream().anyMatch(this::wantsMore)) {
      for (Series one : series) {
        if (wantsMore(one)) {
          repeat(one, slices);
          progress.measured(one.batch, Math.min(++done, of), of);
        }
      }
    }
    return profile(series.stream().map(one -> timings(one, slices)).toList());
  }

  private TimingProfile profile(List<BatchTimings> timings) {
    Network network = chain.network();
    return new TimingProfile(
        TimingProfile.FORMAT,
        network.name(),
        network.fingerprint(),
        machine,
        Instant.now(),
        reference.pixels(),
        network.units().stream().map(Unit::name).toList(),
        timings);
  }

  private BatchTimings timings(Series one, SliceSamples slices) {
    return one.fits
        ? one.samples.summary(one.batch, slices.units(Slices.of(chain.network(), one.batch)))
        : BatchTimings.tooLarge(one.batch);
  }

  private static Series last(List<Series> series) {
    return series.get(series.size() - 1);
  }

  private boolean warmUp(int batch) {
    try {
      runOnce(batch, new Samples(), new SliceSamples());
      return true;
    } catch (EngineException | OutOfMemoryError e) { // libtorch's allocator, or the JVM's
      return false;
    }
  }

  private boolean wantsMore(Series one) {
    boolean enough = one.repeats >= MIN_REPEATS && one.nanos >= perBatch.toNanos();
    return one.fits && !enough && one.repeats < MAX_REPEATS;
  }

  private void repeat(Series one, SliceSamples slices) {
    long start = System.nanoTime();
    runOnce(one.batch, one.samples, slices);
    one.nanos += System.nanoTime() - start;
    one.repeats++;
  }

  private void runOnce(int batch, Samples samples, SliceSamples slices) {
    try (RequestMemory memory = chain.openMemory()) {
      long start = System.nanoTime();
      chain.read(memory, Collections.nCopies(batch, reference), reader);
      samples.decode.add(millisSince(start));
      samples.preprocess.add(0);
    } catch (ImageException e) {
      throw new IllegalStateException("the reference image is our own", e);
    }
    samples.encode.add(runUnits(batch, slices));
  }

  /**
   * Runs a batch as the chain will, in slices.
   *
   * @return what it took to bring h_1 to the wire's form, in milliseconds
   */
  private double runUnits(int batch, SliceSamples slices) {
    double encodeMs = 0;
    for (int size : Slices.of(chain.network(), batch)) {
      ChainLaps laps = new ChainLaps(chain.network().length());
      encodeMs += runUnits(size, laps);
      slices.add(size, laps);
    }
    return encodeMs;
  }

  private double runUnits(int size, ChainLaps laps) {
    double encodeMs = 0;
    try (RequestMemory memory = chain.openMemory()) {
      Activation activation = chain.allocate(memory, 0, size);
      fillWithNoise(activation);
      for (int l = 1; l <= laps.units(); l++) {
        Activation before = activation;
        long onProcessor = processorTime.nanos();
        long start = System.nanoTime();
        activation = chain.run(memory, before, l);
        before.release();
        laps.set(l - 1, millisSince(start), (processorTime.nanos() - onProcessor) / 1e6);
        if (l == 1) {
          start = System.nanoTime();
          activation.tensor();
          encodeMs = millisSince(start);
        }
      }
    }
    return encodeMs;
  }

  private static double millisSince(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e6;
  }

  private static void fillWithNoise(Activation input) {
    byte[] noise = new byte[input.buffer().remaining()];
    new SplittableRandom(1).nextBytes(noise);
    input.buffer().put(noise);
  }

  /** What has been measured of one batch size. */
  private static final class Series {
    private final int batch;
    private final boolean fits;
    private final Samples samples;
    private int repeats;
    private long nanos;

    Series(int batch, boolean fits, Samples samples) {
      this.batch = batch;
      this.fits = fits;
      this.samples = samples;
    }

    boolean fits() {
      return fits;
    }
  }

  /** The laps of one thing, in milliseconds. */
  private static final class Laps {
    private final List<Double> laps = new ArrayList<>();

    void add(double ms) {
      laps.add(ms);
    }

    Timing summary() {
      return Timing.of(laps.stream().mapToDouble(Double::doubleValue).toArray());
    }
  }

  private static final class Samples {
    private final Laps decode = new Laps();
    private final Laps preprocess = new Laps();
    private final Laps encode = new Laps();

    BatchTimings summary(int batch, List<Timing> units) {
      return new BatchTimings(
          batch, true, units, decode.summary(), preprocess.summary(), encode.summary());
    }
  }
}
