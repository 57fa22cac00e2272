package io.isthmus.device.edge;

import io.isthmus.device.edge.EdgeException.Kind;
import java.time.Duration;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Probes the link in the background when nothing else tells its state, such as while the device
 * does everything itself: otherwise a link that recovers would go unnoticed. When and with how much
 * is decided by {@link io.isthmus.estimate.ProbeBudget}.
 */
final class LinkProber implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(LinkProber.class);

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Duration stale;
  private final EdgeHttp http;
  private final EdgeGuard guard;
  private final EdgeKnowledge knowledge;

  /**
   * A prober.
   *
   * @param stale how old the estimate of the rate may grow while requests come
   */
  LinkProber(Duration stale, EdgeHttp http, EdgeGuard guard, EdgeKnowledge knowledge) {
    this.stale = stale;
    this.http = http;
    this.guard = guard;
    this.knowledge = knowledge;
  }

  /** One look. */
  @Override
  public void run() {
    try {
      if (guard.closed() && knowledge.profile() != null) {
        OptionalInt size = knowledge.probeDue(stale);
        if (size.isPresent()) {
          probe(new ProbeBody(size.getAsInt()));
        }
      }
    } catch (EdgeException e) { // the monitor says so when the edge is away
      log.debug("A probe failed: {}", e.getMessage());
    }
  }

  private void probe(ProbeBody body) throws EdgeException {
    long start = System.nanoTime();
    try {
      EdgeHttp.Exchange exchange = guard.probe(() -> http.probe(body), body, LIMIT);
      knowledge.probed(exchange, body.length());
    } catch (EdgeException e) {
      if (e.kind() == Kind.TIMED_OUT) {
        knowledge.gaveUp(body.length(), (System.nanoTime() - start) / 1e6);
      }
      knowledge.probeFailed(body.length());
      throw e;
    }
  }
}
