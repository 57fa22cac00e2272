package io.isthmus.device.edge;

import io.isthmus.control.EdgeEvent;
import io.isthmus.control.TailWork;
import io.isthmus.decision.EdgeStatus;
import io.isthmus.device.control.LiveController;
import io.isthmus.device.edge.EdgeException.Kind;
import io.isthmus.estimate.EdgeLoad;
import io.isthmus.estimate.LinkEstimate;
import io.isthmus.estimate.TailTimes;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.service.observability.Spans;
import io.isthmus.wire.WireHeaders;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** An edge-service that runs tails, over HTTP. */
@Component
public class EdgeClient implements TailHost {

  private static final Capabilities ALL = new Capabilities(true, true, true, true);

  private final EdgeProperties properties;
  private final EdgeHttp http;
  private final EdgeCircuitBreaker guard;
  private final LiveController controller;
  private final ExecutorService threads;
  private final EdgeMeters meters;
  private final Spans spans;
  private final Retries retries;

  EdgeClient(
      EdgeProperties properties,
      EdgeHttp http,
      EdgeCircuitBreaker guard,
      LiveController controller,
      ExecutorService edgeThreads,
      EdgeMeters meters,
      Spans spans) {
    this.properties = properties;
    this.http = http;
    this.guard = guard;
    this.controller = controller;
    this.threads = edgeThreads;
    this.meters = meters;
    this.spans = spans;
    this.retries = new Retries(controller, meters);
  }

  @Override
  public Capabilities capabilities() {
    return ALL;
  }

  @Override
  public EdgeStatus status() {
    return controller.snapshot().status();
  }

  /** The edge's profile, once it has told it. */
  public @Nullable ProfileTimes profile() {
    return controller.snapshot().controller().edge().profile();
  }

  /** What is believed of the link. */
  public LinkEstimate link() {
    return controller.snapshot().link();
  }

  /** What is believed of the edge's load. */
  public EdgeLoad load() {
    return controller.snapshot().controller().edge().load();
  }

  @Override
  public UploadQueue uploads() {
    return new UploadQueue(
        threads,
        (task, afterMs) ->
            CompletableFuture.delayedExecutor(
                    Math.round(afterMs * 1e6), TimeUnit.NANOSECONDS, threads)
                .execute(task),
        bytes -> controller.snapshot().crossing(bytes));
  }

  @Override
  public PendingTail begin(TailRequest request, UploadQueue queue) {
    ExchangeSpan span = new ExchangeSpan(spans); // below what is current here, not on its thread
    PendingTail tail =
        new PendingTail(
            pending -> span.around(() -> observed(pending)),
            request,
            overdueMs(request),
            queue,
            span,
            controller);
    queue.send(tail);
    return tail;
  }

  private double overdueMs(TailRequest request) {
    return request.predicted()
        ? properties.patience().overdueMs(request.predictedMs(), request.aheadMs())
        : properties.timeoutMax().toMillis();
  }

  private TailAnswer observed(PendingTail tail) throws EdgeException {
    long startNanos = tail.startNanos();
    try {
      TailAnswer answer = answer(tail, startNanos);
      meters.answered(System.nanoTime() - startNanos);
      return answer;
    } catch (EdgeException e) {
      meters.failed(e.kind(), System.nanoTime() - startNanos);
      throw e;
    }
  }

  /** The exchange, and once more if that is worth it. */
  private TailAnswer answer(PendingTail tail, long startNanos) throws EdgeException {
    requireUsable(tail.request());
    double ownWaitMs = controller.sent(tail.request().work(), tail.bytes());
    try {
      return exchange(tail, startNanos, ownWaitMs);
    } catch (EdgeException e) {
      if (!retries.takes(e, tail.request())) {
        throw e;
      }
      tail.again();
      await(e.retryAfter());
      requireUsable(tail.request());
      http.forgetConnections();
      return exchange(tail, System.nanoTime(), ownWaitMs);
    } finally {
      controller.on(new EdgeEvent.Ended());
      tail.body().abandon();
    }
  }

  private void requireUsable(TailRequest request) throws EdgeException {
    if (request.deadline().passed(System.nanoTime())) {
      throw new EdgeException(Kind.TOO_LATE, "the deadline has passed");
    }
    EdgeStatus status = status();
    if (status != EdgeStatus.READY && status != EdgeStatus.LINK_UNKNOWN) {
      throw new EdgeException(Kind.NOT_ASKED, "the edge is " + status);
    }
  }

  private static void await(Duration time) throws EdgeException {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EdgeException(Kind.NOT_ASKED, "given up");
    }
  }

  private TailAnswer exchange(PendingTail tail, long startNanos, double ownWaitMs)
      throws EdgeException {
    try {
      EdgeHttp.Exchange exchange =
          guard.run(() -> post(tail), tail.handle(), limit(tail.request(), tail));
      // from the request's point of view, with the threads between, since that is what it costs
      TailTimes took = exchange.tailTimes(millisSince(startNanos));
      UploadQueue.Alone alone = tail.queue().alone(took, startNanos / 1e6, link().rttMs());
      // for the chunks after it, the queue knows what they waited for each other, and better
      double othersMs =
          alone.first() ? Math.max(0, took.queueMs() - ownWaitMs) : alone.times().queueMs();
      ByteBuffer values = Objects.requireNonNull(exchange.values());
      controller.on(
          ExchangeEvents.answered(tail, exchange, alone.times(), othersMs, values.remaining()));
      return TailAnswer.of(values, alone.times());
    } catch (EdgeException e) {
      ExchangeEvents.failed(e, tail.bytes(), millisSince(startNanos)).ifPresent(controller::on);
      throw e;
    }
  }

  private EdgeHttp.Exchange post(PendingTail tail) throws EdgeException {
    TailWork work = tail.request().work();
    return http.tail(work.option().cut(), work.batch(), tail.body(), headers(tail));
  }

  private Map<String, String> headers(PendingTail tail) {
    Map<String, String> headers = new LinkedHashMap<>(tail.span().headers());
    if (tail.request().deadline().exists()) {
      headers.put(WireHeaders.DEADLINE, tail.request().deadline().toHeader(System.nanoTime()));
    }
    if (controller.snapshot().controller().edge().refusedLast()) {
      headers.putAll(EdgeHttp.ASK_FIRST); // lest a body goes over the link in vain
    }
    return headers;
  }

  /** What the deadline ends before it is overdue is no failure of the edge. */
  private TimeLimit limit(TailRequest request, PendingTail tail) {
    Duration usual =
        request.predicted()
            ? properties.limit(request.aheadMs() + request.predictedMs())
            : properties.timeoutMax();
    double leftMs = Math.max(0, request.deadline().leftMs(System.nanoTime()));
    return leftMs < usual.toMillis()
        ? new TimeLimit(Duration.ofNanos((long) (leftMs * 1e6)), tail::overdue)
        : new TimeLimit(usual, tail::overdue);
  }

  private static double millisSince(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e6;
  }
}
