package io.isthmus.device.edge;

import io.isthmus.decision.EdgeStatus;
import io.isthmus.device.edge.EdgeException.Kind;
import io.isthmus.estimate.EdgeLoad;
import io.isthmus.estimate.LinkEstimate;
import io.isthmus.profile.ProfileTimes;
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

  EdgeLink(
      EdgeProperties properties,
      EdgeHttp http,
      EdgeGuard guard,
      EdgeKnowledge knowledge,
      ExecutorService edgeThreads) {
    this.properties = properties;
    this.http = http;
    this.guard = guard;
    this.knowledge = knowledge;
    this.threads = edgeThreads;
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

  /** Says that a request came that could use the edge: its link is worth knowing. */
  public void wanted() {
    knowledge.wanted();
  }

  /** Begins what {@link #tail} does, and returns at once. */
  public TailCall begin(int cut, int batch, EdgeBody body, double predictedMs) {
    TailCall call = new TailCall(() -> tail(cut, batch, body, predictedMs), body, knowledge);
    threads.execute(call::run);
    return call;
  }

  /**
   * Has the edge run the units after {@code cut}.
   *
   * @param body h_cut of the batch, or for cut 0 the images; not touched after this returns
   * @param predictedMs how long the exchange is expected to take; negative if nobody knows
   */
  public TailAnswer tail(int cut, int batch, EdgeBody body, double predictedMs)
      throws EdgeException {
    EdgeStatus status = status();
    if (status != EdgeStatus.READY && status != EdgeStatus.LINK_UNKNOWN) {
      throw new EdgeException(Kind.NOT_ASKED, "the edge is " + status);
    }
    long start = System.nanoTime();
    try {
      EdgeHttp.Exchange exchange =
          guard.run(
              () -> http.tail(cut, batch, body),
              body,
              predictedMs < 0 ? properties.timeoutMax() : properties.limit(predictedMs));
      var logits = Objects.requireNonNull(exchange.logits());
      knowledge.exchanged(exchange, body.length(), logits.remaining());
      return new TailAnswer(logits, exchange.times(), exchange.ms());
    } catch (EdgeException e) {
      learnFrom(e, body.length(), (System.nanoTime() - start) / 1e6);
      throw e;
    }
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
