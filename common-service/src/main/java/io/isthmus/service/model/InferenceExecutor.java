package io.isthmus.service.model;

import io.isthmus.codec.CutEncoder;
import io.isthmus.engine.Activation;
import io.isthmus.engine.InferencePool;
import io.isthmus.engine.RequestMemory;
import io.isthmus.engine.UnitChain;
import io.isthmus.image.EncodedImage;
import io.isthmus.image.ImageException;
import io.isthmus.image.ImageReader;
import io.isthmus.service.http.problem.Problems;
import io.isthmus.service.observability.Spans;
import io.isthmus.tensor.MalformedTensorException;
import io.isthmus.wire.Deadline;
import io.micrometer.observation.Observation;
import java.nio.ByteBuffer;
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
public class InferenceExecutor {

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
   * @param input what they gave: cut 0
   * @param stretch the units
   */
  public record FromImages(double decodeMs, Activation input, Stretch stretch) {}

  /**
   * An activation in an encoding.
   *
   * @param payloads a heap buffer for each tensor
   * @param waitedMs until an inference thread was free
   * @param ranMs encoding itself
   */
  public record Encoded(List<ByteBuffer> payloads, double waitedMs, double ranMs) {}

  private final UnitChain chain;
  private final InferencePool pool;
  private final ImageReader reader;
  private final Spans spans;

  InferenceExecutor(UnitChain chain, InferencePool pool, ImageReader reader, Spans spans) {
    this.chain = chain;
    this.pool = pool;
    this.reader = reader;
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
   * Decodes images, one after another, and brings them to the network's input: cut 0. That runs on
   * the calling thread, and counts as computing; where the package has a module of its own for it,
   * it needs an inference thread.
   */
  public Stretch decode(RequestMemory memory, List<EncodedImage> images, Deadline deadline)
      throws ImageException {
    requireLeft(deadline);
    if (!reader.resizes()) {
      return decodeOnPool(memory, images, deadline);
    }
    long start = System.nanoTime();
    try (Spans.Open decode = spans.open("decode")) {
      return new Stretch(read(memory, images, deadline), 0, millisSince(start));
    }
  }

  private Activation read(RequestMemory memory, List<EncodedImage> images, Deadline deadline)
      throws ImageException {
    Activation input = chain.allocate(memory, 0, images.size());
    for (int i = 0; i < images.size(); i++) {
      requireLeft(deadline);
      chain.read(images.get(i), reader, input, i);
    }
    return input;
  }

  private Stretch decodeOnPool(RequestMemory memory, List<EncodedImage> images, Deadline deadline)
      throws ImageException {
    try {
      return onPool(spans.of("decode"), deadline, () -> read(memory, images, deadline));
    } catch (IllegalStateException e) { // how the pool tells of a checked exception
      if (e.getCause() instanceof ImageException refused) {
        throw refused;
      }
      throw e;
    }
  }

  /**
   * Decodes what came encoded into its activation, on an inference thread.
   *
   * @throws MalformedTensorException if that is not what an encoder writes, or not finite
   */
  public Stretch decode(EncodedActivation encoded, Deadline deadline)
      throws MalformedTensorException {
    try {
      return onPool(spans.of("decode"), deadline, encoded::decode);
    } catch (IllegalStateException e) { // how the pool tells of a checked exception
      if (e.getCause() instanceof MalformedTensorException refused) {
        throw refused;
      }
      throw e;
    }
  }

  /** Encodes an activation, on an inference thread; the activation stays usable. */
  public Encoded encode(Activation activation, CutEncoder encoder, Deadline deadline) {
    InferencePool.Timed<List<ByteBuffer>> timed =
        timed(spans.of("encode"), deadline, () -> encoder.encode(activation.values()));
    return new Encoded(timed.value(), millis(timed.waited()), millis(timed.ran()));
  }

  /** Decodes images and runs units 1 … {@code to}. */
  public FromImages run(RequestMemory memory, List<EncodedImage> images, int to, Deadline deadline)
      throws ImageException {
    Stretch input = decode(memory, images, deadline);
    Stretch units = run(memory, input.activation(), to, deadline);
    double waitedMs = input.waitedMs() + units.waitedMs();
    return new FromImages(
        input.ranMs(),
        input.activation(),
        new Stretch(units.activation(), waitedMs, units.ranMs()));
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
    last.values();
    return last;
  }

  private static void requireLeft(Deadline deadline) {
    if (deadline.passed(System.nanoTime())) {
      throw new ExpiredException();
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

  private Stretch onPool(Observation span, Deadline deadline, Callable<Activation> task) {
    InferencePool.Timed<Activation> timed = timed(span, deadline, task);
    return new Stretch(timed.value(), millis(timed.waited()), millis(timed.ran()));
  }

  /** The wait for a thread is a span of its own, beside that of the computation. */
  private <T> InferencePool.Timed<T> timed(Observation span, Deadline deadline, Callable<T> task) {
    Observation queue = spans.of("queue").start();
    try {
      return pool.run(
          () -> {
            queue.stop();
            requireLeft(deadline);
            return span.observeChecked(task::call);
          });
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
