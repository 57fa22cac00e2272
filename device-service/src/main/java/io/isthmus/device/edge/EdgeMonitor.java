package io.isthmus.device.edge;

import io.isthmus.device.edge.EdgeException.Kind;
import io.isthmus.estimate.LinkEstimate;
import io.isthmus.model.Bottlenecks;
import io.isthmus.model.Network;
import io.isthmus.profile.ProfileStore;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.tensor.Tensor;
import io.isthmus.tensor.TensorSpec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Looks after the edge in the background, so that no request pays for it: meets an edge that is
 * new, tries one that failed with real data, and probes the link when nothing has been heard of it.
 */
final class EdgeMonitor implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(EdgeMonitor.class);

  /** Small enough to be over soon on a slow link, large enough to be timed there. */
  private static final int FIRST_PROBE_BYTES = 32 * 1024;

  private static final int MAX_PROBE_BYTES = 1 << 20;
  private static final int PROBE_GROWTH = 8;

  /** An arrival of this length is timed well enough. */
  private static final double GOOD_RECEIVE_MS = 4;

  /** Probes may take one part in this many of the link. */
  private static final int BUDGET = 100;

  private static final Duration PROBE_LIMIT = Duration.ofSeconds(5);

  private final EdgeProperties properties;
  private final Network network;
  private final EdgeHttp http;
  private final EdgeGuard guard;
  private final EdgeKnowledge knowledge;
  private final JsonMapper json;
  private long nextProbeNanos = System.nanoTime();
  private String lastComplaint = "not met yet";

  EdgeMonitor(
      EdgeProperties properties,
      Network network,
      EdgeHttp http,
      EdgeGuard guard,
      EdgeKnowledge knowledge,
      JsonMapper json) {
    this.properties = properties;
    this.network = network;
    this.http = http;
    this.guard = guard;
    this.knowledge = knowledge;
    this.json = json;
  }

  /** One round; never throws, since that would end the schedule. */
  @Override
  public void run() {
    try {
      if (knowledge.profile() == null) {
        meet();
      }
      if (!guard.closed()) {
        tryWithData();
      }
      if (guard.closed() && probeIsDue()) {
        probe();
      }
      complain("");
    } catch (EdgeException e) {
      complain(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      complain(e.toString());
    }
  }

  /** Logs a state of affairs once, not at every round. */
  private void complain(String complaint) {
    if (!complaint.equals(lastComplaint)) {
      lastComplaint = complaint;
      if (complaint.isEmpty()) {
        log.info("The edge at {} is in use", properties.url());
      } else {
        log.warn("The edge at {} is not in use: {}", properties.url(), complaint);
      }
    }
  }

  private void meet() throws EdgeException {
    String theirs = json.readTree(http.get("/model")).path("fingerprint").asString("");
    if (!theirs.equals(network.fingerprint())) {
      knowledge.differs();
      throw new EdgeException(
          Kind.OTHER_MODEL,
          "it serves a package with fingerprint %s, this device %s; both need the same"
              .formatted(theirs, network.fingerprint()));
    }
    var profile = ProfileStore.parse(http.get("/profile"));
    if (!profile.fingerprint().equals(network.fingerprint())
        || profile.units().size() != network.length()) {
      throw new EdgeException(Kind.FAILED, "its profile is of another model");
    }
    knowledge.agreed(new ProfileTimes(profile));
  }

  /**
   * Half-open: a small real tail decides, not a health check, which may be green while data fails.
   * Afterwards the edge is met anew, for it may be another one.
   */
  private void tryWithData() throws EdgeException {
    List<Integer> narrow = Bottlenecks.of(network).compressive();
    int cut = narrow.isEmpty() ? network.length() - 1 : narrow.get(narrow.size() - 1);
    TensorSpec spec = network.activation(cut);
    String name = cut == 0 ? "input" : "activation";
    EdgeBody zeros =
        new TensorBody(name, new Tensor(spec, 1, ByteBuffer.allocate((int) spec.bytes(1))));
    try {
      guard.run(() -> http.tail(cut, 1, zeros), zeros, PROBE_LIMIT);
    } catch (EdgeException e) {
      if (e.kind() == Kind.OTHER_MODEL) {
        knowledge.differs();
      }
      throw e;
    }
    knowledge.forgetProfile();
    meet();
  }

  private boolean probeIsDue() {
    LinkEstimate link = knowledge.link();
    long now = System.nanoTime();
    boolean stale = !link.known() || link.ageNanos(now) > properties.probeInterval().toNanos();
    return stale && now - nextProbeNanos >= 0;
  }

  /** Grows the probe until its arrival is long enough to be timed; keeps within the budget. */
  private void probe() throws EdgeException {
    int size = FIRST_PROBE_BYTES;
    double spentMs = 0;
    while (true) {
      EdgeHttp.Exchange exchange = exchangeProbe(new ProbeBody(size));
      spentMs += exchange.times().receiveMs();
      if (exchange.times().receiveMs() >= GOOD_RECEIVE_MS || size >= MAX_PROBE_BYTES) {
        nextProbeNanos = System.nanoTime() + (long) (BUDGET * spentMs * 1e6);
        return;
      }
      size = Math.min(MAX_PROBE_BYTES, size * PROBE_GROWTH);
    }
  }

  private EdgeHttp.Exchange exchangeProbe(ProbeBody body) throws EdgeException {
    long start = System.nanoTime();
    try {
      EdgeHttp.Exchange exchange = guard.run(() -> http.probe(body), body, PROBE_LIMIT);
      knowledge.exchanged(exchange, body.length(), 0);
      return exchange;
    } catch (EdgeException e) {
      if (e.kind() == Kind.TIMED_OUT) {
        double elapsedMs = (System.nanoTime() - start) / 1e6;
        knowledge.gaveUp(body.length(), elapsedMs);
        nextProbeNanos = System.nanoTime() + (long) (BUDGET * elapsedMs * 1e6);
      }
      throw e;
    }
  }
}
