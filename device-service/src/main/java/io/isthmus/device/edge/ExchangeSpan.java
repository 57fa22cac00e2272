package io.isthmus.device.edge;

import io.isthmus.service.observability.Spans;
import io.micrometer.observation.Observation;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The span of one exchange with the edge. It is made on the request's thread, runs on one of the
 * edge's threads, and is current on a second one, which holds the connection.
 */
final class ExchangeSpan {

  /** Something that an exchange consists of. */
  interface Step<T> {
    T run() throws EdgeException;
  }

  private final Map<String, String> headers = new LinkedHashMap<>();
  private final Observation span;

  /** A span below the one that is current on the calling thread. */
  ExchangeSpan(Spans spans) {
    span = spans.ofCall("exchange", headers);
  }

  /** Runs all of the exchange. */
  <T> T around(Step<T> step) throws EdgeException {
    return span.<T, EdgeException>observeChecked(step::run);
  }

  /** Runs the part of it that is done on another thread. */
  <T> T within(Step<T> step) throws EdgeException {
    return span.<T, EdgeException>scopedChecked(step::run);
  }

  /** The headers that tell the edge of the trace, once it has begun; none while tracing is off. */
  Map<String, String> headers() {
    return headers;
  }
}
