package io.isthmus.service;

import io.isthmus.engine.Activation;
import io.isthmus.engine.ChainRunner;
import io.isthmus.engine.InferencePool;
import io.isthmus.engine.RequestMemory;
import io.isthmus.image.EncodedImage;
import io.isthmus.image.ImageException;
import io.isthmus.image.Pixels;
import io.isthmus.wire.Deadline;
import io.micrometer.observation.Observation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.springframework.stereotype.Component;

/**
 * Runs stretches of the chain for requests, on the inference threads, and times them. Each throws
 * {@link ExpiredException} if its deadline has passed when a thread would begin with it; what has
 * begun goes on to its end.
 */
@Component
public class Computation {

  /**
   * A computed activation.
   *
   * @param activation h_l
   * @param waitedMs until an inference thread was free
   * @param ranMs the computation itself
   */
  public record Stretch(Activation activation, double waitedMs, double ranMs) {}

  /**
   * What was computed from images.
   *
   * @param decodeMs decoding and pre-processing, which are not in the stretch
   * @param stretch the units
   */
  public record FromImages(double decodeMs, Stretch stretch) {}

  private final ChainRunner chain;
  private final InferencePool pool;
  private final Uploads uploads;
  private final Spans spans;

  Computation(ChainRunner chain, InferencePool pool, Uploads uploads, Spans spans) {
    this.chain = chain;
    this.pool = pool;
    this.uploads = uploads;
    this.spans = spans;
  }

  /** Memory for one request. */
  public RequestMemory openMemory() {
    return chain.openMemory();
  }

  /** An activation to be filled. */
  public Activation allocate(RequestMemory memory, int cut, int batch) {
    return chain.allocate(memory, cut, batch);
  }

  /**
   * Decodes images and brings them to the network's input: cut 0. Decoding runs on the calling
   * thread, and counts as computing.
   */
  public Stretch decode(RequestMemory memory, List<EncodedImage> images, Deadline deadline)
      throws ImageException {
    requireLeft(deadline);
    long start = System.nanoTime();
    List<Pixels> pixels = pixels(memory, images);
    double decodeMs = millisSince(start);
    Stretch input =
        onPool(spans.of("preprocess"), deadline, () -> chain.preprocess(memory, pixels));
    return new Stretch(input.activation(), input.waitedMs(), decodeMs + input.ranMs());
  }

  /**
   * Decodes images, pre-processes them and runs units 1 … {@code to}, with one wait for an
   * inference thread.
   */
  public FromImages run(RequestMemory memory, List<EncodedImage> images, int to, Deadline deadline)
      throws ImageException {
    requireLeft(deadline);
    long start = System.nanoTime();
    List<Pixels> pixels = pixels(memory, images);
    double decodeMs = millisSince(start);
    double[] preprocessMs = new double[1];
    Stretch all =
        onPool(
            span(0, to),
            deadline,
            () -> {
              long begin = System.nanoTime();
              Activation input = preprocess(memory, pixels);
              preprocessMs[0] = millisSince(begin);
              return finished(chain.run(memory, input, to));
            });
    double unitsMs = all.ranMs() - preprocessMs[0];
    return new FromImages(
        decodeMs + preprocessMs[0], new Stretch(all.activation(), all.waitedMs(), unitsMs));
  }

  /** Runs the units between an activation and cut {@code to}; the activation stays usable. */
  public Stretch run(RequestMemory memory, Activation from, int to, Deadline deadline) {
    return from.cut() == to
        ? new Stretch(from, 0, 0)
        : onPool(span(from.cut(), to), deadline, () -> finished(chain.run(memory, from, to)));
  }

  /** Runs one unit of several; what it gives will not be looked at from outside. */
  public Stretch runNext(RequestMemory memory, Activation from, Deadline deadline) {
    int next = from.cut() + 1;
    return onPool(span(from.cut(), next), deadline, () -> chain.run(memory, from, next));
  }

  /** What goes out is laid row by row here, on the inference thread. */
  private static Activation finished(Activation last) {
    last.tensor();
    return last;
  }

  private static void requireLeft(Deadline deadline) {
    if (deadline.passed(System.nanoTime())) {
      throw new ExpiredException();
    }
  }

  private List<Pixels> pixels(RequestMemory memory, List<EncodedImage> images)
      throws ImageException {
    try (Spans.Open decode = spans.open("decode")) {
      return uploads.decode(memory, images);
    }
  }

  private Activation preprocess(RequestMemory memory, List<Pixels> pixels) {
    try (Spans.Open preprocess = spans.open("preprocess")) {
      return chain.preprocess(memory, pixels);
    }
  }

  /** A stretch goes by what it is of the chain, wherever it runs: head, tail, all or a unit. */
  private Observation span(int from, int to) {
    boolean ends = to == chain.network().length();
    String name = from == 0 ? (ends ? "chain" : "head") : ends ? "tail" : "unit";
    return spans
        .of(name)
        .lowCardinalityKeyValue("isthmus.from", Integer.toString(from))
        .lowCardinalityKeyValue("isthmus.to", Integer.toString(to));
  }

  /** The wait for a thread is a span of its own, beside that of the computation. */
  private Stretch onPool(Observation span, Deadline deadline, Callable<Activation> task) {
    Observation queue = spans.of("queue").start();
    try {
      InferencePool.Timed<Activation> timed =
          pool.run(
              () -> {
                queue.stop();
                requireLeft(deadline);
                return span.observeChecked(task::call);
              });
      return new Stretch(timed.value(), millis(timed.waited()), millis(timed.ran()));
    } catch (InferencePool.FullException e) {
      queue.error(e).stop();
      // admission lets no more in than the pool can hold
      throw Problems.overloaded(Duration.ofSeconds(1));
    }
  }

  private static double millisSince(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e6;
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }
}
