package io.isthmus.device.infer;

import io.isthmus.decision.Option;
import io.isthmus.decision.Plan;
import io.isthmus.device.decide.Attempt;
import io.isthmus.device.decide.Json;
import io.isthmus.device.edge.EdgeBody;
import io.isthmus.device.edge.EdgeException;
import io.isthmus.device.edge.PendingTail;
import io.isthmus.device.edge.TailAnswer;
import io.isthmus.device.edge.TailRequest;
import io.isthmus.device.edge.UploadQueue;
import io.isthmus.engine.Activation;
import io.isthmus.engine.RequestMemory;
import io.isthmus.image.ImageException;
import io.isthmus.service.http.problem.Problems;
import io.isthmus.service.model.ExpiredException;
import io.isthmus.tensor.ImageRows;
import io.micrometer.observation.Observation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One chunk being carried out. The activation at its cut is held until the edge has answered: if
 * that fails, the device goes on from there, and no unit runs twice. If it is overdue, the device
 * goes on as well, and what is ready first is the answer. Belongs to the request's thread.
 */
final class ChunkRun implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(ChunkRun.class);

  private final LocalExecutor own;
  private final TensorWriter writer;
  private final ChunkContext around;
  private final Option option;
  private final TailTimeout waiting;
  private final RequestMemory memory;
  private final InferInput input;
  private final RequestTimings account;
  private final Observation span;

  private boolean begun;
  private long sentNanos;
  private @Nullable Activation decoded;
  private @Nullable Activation held;
  private @Nullable EdgeBody body;
  private @Nullable PendingTail call;
  private @Nullable ByteBuffer values;

  /**
   * A chunk.
   *
   * @param memory this chunk's own, closed with it
   * @param input its images
   */
  ChunkRun(
      ChunkContext around,
      Option option,
      TailTimeout waiting,
      RequestMemory memory,
      InferInput input) {
    this.writer = around.writer();
    this.own = writer.own();
    this.account = writer.account();
    this.around = around;
    this.option = option;
    this.waiting = waiting;
    this.memory = memory;
    this.input = input;
    this.span =
        around
            .spans()
            .of("chunk")
            .lowCardinalityKeyValue("isthmus.split", Integer.toString(option.cut()))
            .lowCardinalityKeyValue("isthmus.encoding", option.encoding().toString())
            .lowCardinalityKeyValue("isthmus.images", Integer.toString(input.batch()));
  }

  /** The option that it takes. */
  Option option() {
    return option;
  }

  /** Runs the head, and has what is left of the chain run by the edge. */
  void begin(UploadQueue queue) throws ImageException {
    span.start();
    begun = true;
    try (Observation.Scope current = span.openScope()) {
      start(queue);
    }
  }

  private void start(UploadQueue queue) throws ImageException {
    if (option.sendsFiles()) {
      send(input.edgeBody(), queue);
      return;
    }
    LocalExecutor.Head head = own.head(input, option.cut(), memory, account, waiting.deadline());
    if (option.cut() == own.profile().length()) {
      values = copy(head.reached());
    } else {
      decoded = head.input();
      held = head.reached();
      boolean files = input.decodeWork() > 0;
      send(writer.body(option, held, files, waiting.deadline()), queue);
    }
  }

  private void send(EdgeBody what, UploadQueue queue) {
    sentNanos = System.nanoTime();
    body = what;
    TailRequest request =
        new TailRequest(
            LocalExecutor.tailWork(option, input),
            what,
            waiting.exchangeMs(),
            waiting.aheadMs(),
            own.restMs(option, input),
            waiting.deadline());
    call = around.edge().begin(request, queue);
  }

  /** Whether {@link #finish} need not wait. */
  boolean answered() {
    return values != null || (call != null && call.answered());
  }

  /**
   * Waits for the edge, or does its work, and frees the chunk's memory.
   *
   * @return the values of each image, those of one output after another
   */
  ByteBuffer finish() throws ImageException {
    try (this;
        Observation.Scope current = span.openScope()) {
      ByteBuffer done = values == null ? fromEdge(Objects.requireNonNull(call)) : values;
      values = done;
      return done;
    }
  }

  private ByteBuffer fromEdge(PendingTail exchange) throws ImageException {
    long start = System.nanoTime();
    try {
      TailAnswer answer = exchange.await(beforeGoingOn());
      return answer == null ? race(exchange, millisSince(start)) : accepted(answer);
    } catch (EdgeException e) {
      logger.debug("The device finishes alone after cut {}: {}", option.cut(), e.getMessage());
      account.missed(millisSince(start));
      span.event(Observation.Event.of("edge-failed"));
      requireTime(e);
      return copy(own.rest(held(), memory, account, waiting.deadline()));
    } finally {
      exchange.abandon();
    }
  }

  private boolean fits() {
    return own.fits(input.batch());
  }

  /** Counted from when it was sent: the device may have had other chunks to compute since. */
  private Duration beforeGoingOn() {
    return fits()
        ? waiting.more(millisSince(sentNanos), own.restMs(option, input), System.nanoTime())
        : TailTimeout.FOREVER;
  }

  /** Gives up where this device cannot be in time either. */
  private void requireTime(EdgeException failure) {
    double ownMs = own.restMs(option, input);
    boolean edgeToBlame = !fits() && failure.kind() != EdgeException.Kind.TOO_LATE;
    if (!waiting.allows(edgeToBlame ? 0 : ownMs, System.nanoTime())) {
      Double exchangeMs = waiting.exchangeMs() < 0 ? null : waiting.exchangeMs();
      account.tried(new Attempt(plan(option), exchangeMs, Json.lower(failure.kind())));
      if (fits()) {
        account.tried(
            new Attempt(plan(Option.at(own.profile().length())), ownMs, Attempt.NOT_BEGUN));
      }
      throw new ExpiredException();
    }
  }

  private Plan plan(Option whole) {
    return Plan.single(input.batch(), whole);
  }

  private ByteBuffer accepted(TailAnswer answer) {
    account.answered(answer, Objects.requireNonNull(body).length());
    if (decoded != null) {
      around.shadows().answered(option, decoded, answer.values());
    }
    return answer.values();
  }

  /** Goes on from what is held until this device or the edge is done. */
  private ByteBuffer race(PendingTail exchange, double waitedMs)
      throws EdgeException, ImageException {
    Activation reached =
        own.restUnless(exchange::answered, held(), memory, account, waiting.deadline());
    if (reached.cut() < own.profile().length()) {
      return accepted(Objects.requireNonNull(exchange.await(TailTimeout.FOREVER)));
    }
    account.missed(waitedMs);
    span.event(Observation.Event.of("edge-overdue"));
    return copy(reached);
  }

  private static double millisSince(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e6;
  }

  /** The activation at the cut; of cut 0 the decoded input. */
  private Activation held() throws ImageException {
    if (held != null) {
      return held;
    }
    if (!fits()) { // the edge alone had room for it
      throw Problems.unavailable(
          "The edge failed, and this device takes up to %d images at once."
              .formatted(own.profile().largestBatch()),
          Duration.ofSeconds(1));
    }
    return own.input(input, memory, account, waiting.deadline());
  }

  /** The chunk's memory goes before the request's answer is written. */
  private static ByteBuffer copy(Activation answer) {
    return ImageRows.of(answer.values());
  }

  /** Gives up what is still under way, and frees the chunk's memory. */
  @Override
  public void close() {
    if (call != null) {
      call.abandon();
    }
    memory.close();
    if (begun) {
      begun = false;
      span.stop();
    }
  }
}
