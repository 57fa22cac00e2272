package io.isthmus.device.edge;

import io.isthmus.decision.EdgeStatus;
import io.isthmus.device.edge.EdgeException.Kind;
import io.isthmus.estimate.EdgeLoad;
import io.isthmus.estimate.LinkEstimate;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.service.Spans;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
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
  private final ExchangeMeters meters;
  private final Spans spans;

  EdgeLink(
      EdgeProperties properties,
      EdgeHttp http,
      EdgeGuard guard,
      EdgeKnowledge knowledge,
      ExecutorService edgeThreads,
      ExchangeMeters meters,
      Spans spans) {
    this.properties = properties;
    this.http = http;
    this.guard = guard;
    this.knowledge = knowledge;
    this.threads = edgeThreads;
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
    return new Convoy(threads);
  }

  /**
   * Has the edge do its part when the convoy lets it, and returns at once.
   *
   * @param body h_cut of the batch, or for cut 0 the images
   * @param predictedMs how long the exchange is expected to take; negative if nobody knows
   */
  public TailCall begin(EdgeWork work, EdgeBody body, double predictedMs, Convoy convoy) {
    Duration limit = predictedMs < 0 ? properties.timeoutMax() : properties.limit(predictedMs);
    ExchangeSpan span = new ExchangeSpan(spans); // below what is current here, not on its thread
    TailCall call =
        new TailCall(
            (sent, startNanos) ->
                span.around(() -> observed(work, sent, limit, startNanos, convoy, span)),
            body,
            convoy,
            knowledge);
    convoy.send(call);
    return call;
  }

  private TailAnswer observed(
      EdgeWork work,
      EdgeBody body,
      Duration limit,
      long startNanos,
      Convoy convoy,
      ExchangeSpan span)
      throws EdgeException {
    try {
      TailAnswer answer = tail(work, body, limit, startNanos, convoy, span);
      meters.answered(System.nanoTime() - startNanos);
      return answer;
    } catch (EdgeException e) {
      meters.failed(e.kind(), System.nanoTime() - startNanos);
      throw e;
    }
  }

  private TailAnswer tail(
      EdgeWork work,
      EdgeBody body,
      Duration limit,
      long startNanos,
      Convoy convoy,
      ExchangeSpan span)
      throws EdgeException {
    EdgeStatus status = status();
    if (status != EdgeStatus.READY && status != EdgeStatus.LINK_UNKNOWN) {
      throw new EdgeException(Kind.NOT_ASKED, "the edge is " + status);
    }
    knowledge.begun();
    try {
      EdgeHttp.Exchange exchange =
          guard.run(
              () -> span.within(() -> http.tail(work.cut(), work.batch(), body, span.headers())),
              body,
              limit);
      var logits = Objects.requireNonNull(exchange.logits());
      // from the request's point of view, with the threads between, since that is what it costs
      EdgeHttp.Exchange alone =
          convoy.alone(
              exchange.took(millisSince(startNanos)), startNanos / 1e6, knowledge.link().rttMs());
      knowledge.answered(alone, work, body.length(), logits.remaining());
      return new TailAnswer(logits, alone.times(), alone.ms());
    } catch (EdgeException e) {
      learnFrom(e, body.length(), millisSince(startNanos));
      throw e;
    } finally {
      knowledge.ended();
    }
  }

  private static double millisSince(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e6;
  }

  private void learnFrom(EdgeException e, long upBytes, double elapsedMs) {
    switch (e.kind()) {
      case BUSY -> knowledge.busyFor(e.retryAfter());
      case OTHER_MODEL -> knowledge.differs();
      case TIMED_OUT -> knowledge.gaveUp(upBytes, elapsedMs);
      case FAILED, REFUSED, NOT_ASKED -> {
        // says nothing of the link
      }
    }
  }
}
