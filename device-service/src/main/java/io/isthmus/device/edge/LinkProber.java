package io.isthmus.device.edge;

import io.isthmus.control.EdgeEvent;
import io.isthmus.device.control.LiveController;
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

  private final EdgeHttp http;
  private final EdgeCircuitBreaker guard;
  private final LiveController controller;

  LinkProber(EdgeHttp http, EdgeCircuitBreaker guard, LiveController controller) {
    this.http = http;
    this.guard = guard;
    this.controller = controller;
  }

  /** One look. */
  @Override
  public void run() {
    try {
      OptionalInt size = controller.snapshot().probeDue();
      if (size.isPresent()) {
        probe(new ProbeBody(size.getAsInt()));
      }
    } catch (EdgeException e) { // the monitor says so when the edge is away
      log.debug("A probe failed: {}", e.getMessage());
    }
  }

  private void probe(ProbeBody body) throws EdgeException {
    long start = System.nanoTime();
    try {
      EdgeHttp.Exchange exchange = guard.probe(() -> http.probe(body), LIMIT);
      controller.on(
          new EdgeEvent.Probed(
              exchange.tailTimes(exchange.ms()).sample(body.length(), 0),
              ExchangeEvents.reported(exchange.load().orElse(null))));
    } catch (EdgeException e) {
      if (e.kind() == Kind.TIMED_OUT) {
        double passedMs = (System.nanoTime() - start) / 1e6;
        controller.on(new EdgeEvent.GivenUp(body.length(), passedMs));
      }
      controller.on(new EdgeEvent.ProbeFailed(body.length()));
      throw e;
    }
  }
}
