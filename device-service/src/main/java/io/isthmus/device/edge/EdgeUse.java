package io.isthmus.device.edge;

import io.isthmus.service.observability.SparingLog;
import io.isthmus.wire.PeerText;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Says in the log whether the edge is in use, and why not: each state of affairs once, not at every
 * look, and not often even if an edge has another reason each time. Where a state was left out
 * because of that it is told later, if it still lasts.
 */
final class EdgeUse {

  private static final Logger logger = LoggerFactory.getLogger(EdgeUse.class);

  private final String edge;
  private final SparingLog log;
  private String lastTold = "not met yet";

  /** For the edge at that address. */
  EdgeUse(@Nullable URI url) {
    this(url, new SparingLog(logger));
  }

  EdgeUse(@Nullable URI url, SparingLog log) {
    this.edge = address(url);
    this.log = log;
  }

  /** The address without a name and password, which are no business of the log's readers. */
  static String address(@Nullable URI url) {
    if (url == null) {
      return "nowhere";
    }
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return PeerText.shown(url.getScheme() + "://" + url.getHost() + port);
  }

  /** All is well. */
  void inUse() {
    tell(Level.INFO, "The edge at %s is in use".formatted(edge));
  }

  /** It is not, for that reason, which may quote the edge. */
  void notInUse(String reason) {
    tell(Level.WARN, "The edge at %s is not in use: %s".formatted(edge, PeerText.shown(reason)));
  }

  private synchronized void tell(Level level, String state) {
    if (!state.equals(lastTold) && log.write(level, state)) {
      lastTold = state;
    }
  }
}
