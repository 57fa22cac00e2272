package io.isthmus.device.edge;

import io.isthmus.device.edge.EdgeException.Kind;
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
 * new, and tries one that failed with real data.
 */
final class EdgeMonitor implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(EdgeMonitor.class);

  private static final Duration CANARY_LIMIT = Duration.ofSeconds(5);

  private final EdgeProperties properties;
  private final Network network;
  private final EdgeHttp http;
  private final EdgeGuard guard;
  private final EdgeKnowledge knowledge;
  private final JsonMapper json;
  private final ProfileGrowth growth;
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
    this.growth = new ProfileGrowth(http);
  }

  /** One round; never throws, since that would end the schedule. */
  @Override
  public void run() {
    try {
      ProfileTimes known = knowledge.profile();
      if (known == null || growth.of(known)) {
        meet();
      }
      if (!guard.closed()) {
        tryWithData();
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
      guard.run(() -> http.trial(cut, zeros), zeros, TimeLimit.of(CANARY_LIMIT));
    } catch (EdgeException e) {
      if (e.kind() == Kind.OTHER_MODEL) {
        knowledge.differs();
      }
      throw e;
    }
    knowledge.forgetProfile();
    meet();
  }
}
