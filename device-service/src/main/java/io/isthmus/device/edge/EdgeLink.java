package io.isthmus.device.edge;

import io.isthmus.decision.EdgeStatus;
import io.isthmus.device.edge.EdgeException.Kind;
import io.isthmus.estimate.EdgeLoad;
import io.isthmus.estimate.LinkEstimate;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.service.observability.Spans;
import io.isthmus.wire.LoadReport;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The edge as the rest of the device sees it: its state, and a way to have a tail run. */
@Component
public class EdgeLink {

  private final EdgeProperties properties;
  private final EdgeHttp http;
  private final EdgeGuard guard;
  private final EdgeKnowledge knowledge;
  private final ExecutorService threads;
  private final Retries retries;
  private final ExchangeMeters meters;
  private final Spans spans;

  EdgeLink(
      EdgeProperties properties,
      EdgeHttp http,
      EdgeGuard guard,
      EdgeKnowledge knowledge,
      ExecutorService edgeThreads,
      Retries retries,
      ExchangeMeters meters,
      Spans spans) {
    this.properties = properties;
    this.http = http;
    this.guard = guard;
    this.knowledge = knowledge;
    this.threads = edgeThreads;
    this.retries = retries;
    this.meters = meters;
    this.spans = spans;
  }

  /** Whether the edge can be counted on just now. */
  public EdgeStatus status() {
    if (properties.url() == null) {
      return EdgeStatus.NONE;
    }
    return guard.closed() ? knowledge.status() : EdgeStatus.UNAVAILABLE;
  }

  /** The edge's profile, once it has told it. */
  public @Nullable ProfileTimes profile() {
    return knowledge.profile();
  }

  /** What is believed of the link. */
  public LinkEstimate link() {
    return knowledge.link();
  }

  /** What is believed of the edge's load. */
  public EdgeLoad load() {
    return knowledge.load();
  }

  /** How long a tail that begins now waits for those of this device, in milliseconds. */
  public double ownWaitMs() {
    return knowledge.ownWaitMs();
  }

  /** What has gone over the link. */
  public Traffic traffic() {
    return knowledge.traffic();
  }

  /** Says that a request came that could use the edge: its link is worth knowing. */
  public void wanted() {
    knowledge.wanted();
  }

  /** For the chunks of one request. */
  public Convoy convoy() {
    return new Convoy(
        threads,
        (task, afterMs) ->
            CompletableFuture.delayedExecutor(
                    Math.round(afterMs * 1e6), TimeUnit.NANOSECONDS, threads)
                .execute(task),
        knowledge::crossing);
  }

  /**
   * Has the edge do its part when the convoy lets it, and returns at once. No exchange outlasts the
   * deadline.
   *
   * @param body h_cut of the batch, or for cut 0 the images
   */
  public TailCall begin(EdgeWork work, EdgeBody body, TailTerms terms, Convoy convoy) {
    ExchangeSpan span = new ExchangeSpan(spans); // below what is current here, not on its thread
    TailCall call =
        new TailCall(
            (sending, startNanos) ->
                span.around(
                    () -> observed(new Errand(work, sending, terms, convoy, span), startNanos)),
            body,
            terms,
            overdueMs(terms),
            convoy,
            knowledge);
    convoy.send(call);
    return call;
  }

  private double overdueMs(TailTerms terms) {
    return terms.predicted()
        ? properties.patience().overdueMs(terms.predictedMs(), terms.aheadMs())
        : properties.timeoutMax().toMillis();
  }

  private TailAnswer observed(Errand errand, long startNanos) throws EdgeException {
    try {
      TailAnswer answer = tail(errand, startNanos);
      meters.answered(System.nanoTime() - startNanos);
      return answer;
    } catch (EdgeException e) {
      meters.failed(e.kind(), System.nanoTime() - startNanos);
      throw e;
    }
  }

  /** The exchange, and once more if that is worth it. */
  private TailAnswer tail(Errand errand, long startNanos) throws EdgeException {
    TailTerms terms = errand.terms();
    TailCall.Sending body = errand.body();
    requireUsable(terms);
    double ownWaitMs = knowledge.begun(errand.work(), body.length());
    retries.begun();
    try {
      return exchange(errand, startNanos, ownWaitMs);
    } catch (EdgeException e) {
      if (!retries.takes(e, terms)) {
        throw e;
      }
      body.again();
      await(e.retryAfter());
      requireUsable(terms);
      http.forgetConnections();
      return exchange(errand, System.nanoTime(), ownWaitMs);
    } finally {
      knowledge.ended();
      body.abandon();
    }
  }

  private void requireUsable(TailTerms terms) throws EdgeException {
    if (terms.deadline().passed(System.nanoTime())) {
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

  private TailAnswer exchange(Errand errand, long startNanos, double ownWaitMs)
      throws EdgeException {
    EdgeWork work = errand.work();
    TailCall.Sending body = errand.body();
    TailTerms terms = errand.terms();
    ExchangeSpan span = errand.span();
    try {
      EdgeHttp.Exchange exchange =
          guard.run(
              () ->
                  span.within(
                      () ->
                          http.tail(
                              work.cut(),
                              work.batch(),
                              body,
                              errand.headers(knowledge.refusedLast()))),
              body,
              limit(terms, body));
      var logits = Objects.requireNonNull(exchange.logits());
      // from the request's point of view, with the threads between, since that is what it costs
      EdgeHttp.Exchange took = exchange.took(millisSince(startNanos));
      boolean first = errand.convoy().hasNothingAhead();
      EdgeHttp.Exchange alone =
          errand.convoy().alone(took, startNanos / 1e6, knowledge.link().rttMs());
      // for the chunks after it, the convoy knows what they waited for each other, and better
      double othersMs =
          first ? Math.max(0, took.times().queueMs() - ownWaitMs) : alone.times().queueMs();
      knowledge.answered(alone.unasked(), othersMs, work, body.length(), logits.remaining());
      return TailAnswer.of(logits, alone);
    } catch (EdgeException e) {
      learnFrom(e, body.length(), millisSince(startNanos));
      throw e;
    }
  }

  /** What the deadline ends before it is overdue is no failure of the edge. */
  private TimeLimit limit(TailTerms terms, TailCall.Sending body) {
    Duration usual =
        terms.predicted()
            ? properties.limit(terms.aheadMs() + terms.predictedMs())
            : properties.timeoutMax();
    double leftMs = Math.max(0, terms.deadline().leftMs(System.nanoTime()));
    return leftMs < usual.toMillis()
        ? new TimeLimit(Duration.ofNanos((long) (leftMs * 1e6)), body::overdue)
        : new TimeLimit(usual, body::overdue);
  }

  private static double millisSince(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e6;
  }

  private void learnFrom(EdgeException e, long upBytes, double elapsedMs) {
    switch (e.kind()) {
      case BUSY -> knowledge.busyFor(e.retryAfter(), e.load());
      case OTHER_MODEL -> knowledge.differs();
      case TIMED_OUT -> knowledge.gaveUp(upBytes, elapsedMs);
      case TOO_LATE -> {
        LoadReport load = e.load();
        if (load != null) {
          knowledge.reported(load);
        }
      }
      case FAILED, UNREACHED, REFUSED, NOT_ASKED -> {
        // says nothing of the link
      }
    }
  }
}
