package io.isthmus.device.edge;

import io.isthmus.wire.WireHeaders;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an exchange with the edge is about, once and if need be again. */
record Errand(
    EdgeWork work, TailCall.Sending body, TailTerms terms, Convoy convoy, ExchangeSpan span) {

  /**
   * The headers that it is sent with just now, once its span has begun.
   *
   * @param asksFirst whether the edge has just refused, and is asked lest a body goes over the link
   *     in vain
   */
  Map<String, String> headers(boolean asksFirst) {
    Map<String, String> headers = new LinkedHashMap<>(span.headers());
    if (terms.deadline().exists()) {
      headers.put(WireHeaders.DEADLINE, terms.deadline().toHeader(System.nanoTime()));
    }
    if (asksFirst) {
      headers.putAll(EdgeHttp.ASK_FIRST);
    }
    return headers;
  }
}
