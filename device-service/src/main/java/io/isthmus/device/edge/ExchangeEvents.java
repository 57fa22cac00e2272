package io.isthmus.device.edge;

import io.isthmus.control.EdgeEvent;
import io.isthmus.control.Report;
import io.isthmus.estimate.TailTimes;
import io.isthmus.wire.LoadReport;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What came of an exchange with the edge, as the event that the controller is told. */
final class ExchangeEvents {

  private ExchangeEvents() {}

  /**
   * A tail was answered. What was asked first tells of the link as if the body had been sent at
   * once.
   *
   * @param times of the exchange, without what it waited for the exchange ahead of it
   * @param othersMs what it waited for others' tails at the edge, in milliseconds
   * @param downBytes of the answer
   */
  static EdgeEvent answered(
      PendingTail tail,
      EdgeHttp.Exchange exchange,
      TailTimes times,
      double othersMs,
      long downBytes) {
    return new EdgeEvent.Answered(
        tail.request().work(),
        times.shorter(exchange.askingMs()).sample(tail.bytes(), downBytes),
        times.decodeMs(),
        othersMs,
        times.tailMs(),
        exchange.load().map(LoadReport::workers).orElse(0));
  }

  /**
   * An exchange failed; empty where that says nothing of the edge or the link.
   *
   * @param upBytes of the body that was sent, or was to be
   * @param elapsedMs since the exchange began, in milliseconds
   */
  static Optional<EdgeEvent> failed(EdgeException e, long upBytes, double elapsedMs) {
    Report told = reported(e.load());
    return switch (e.kind()) {
      case BUSY -> Optional.of(new EdgeEvent.Refused(e.retryAfter(), told));
      case OTHER_MODEL -> Optional.of(new EdgeEvent.Differs());
      case TIMED_OUT -> Optional.of(new EdgeEvent.GivenUp(upBytes, elapsedMs));
      case TOO_LATE -> Optional.ofNullable(told).map(EdgeEvent.Reported::new);
      case FAILED, UNREACHED, REFUSED, NOT_ASKED -> Optional.empty();
    };
  }

  /** What an edge said of its load, in the controller's terms. */
  static @Nullable Report reported(@Nullable LoadReport load) {
    return load == null ? null : new Report(load.queueMs(), load.slowdown(), load.workers());
  }
}
