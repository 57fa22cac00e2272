package io.isthmus.device.edge;

import io.isthmus.device.edge.EdgeException.Kind;
import io.isthmus.network.Network;
import io.isthmus.profile.TimingProfile;
import io.isthmus.profile.store.ProfileStore;
import io.isthmus.units.DataSize;
import io.isthmus.wire.BoundedJson;
import io.isthmus.wire.PeerText;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks an edge for its model and its profile. What it answers is bounded in size and in time, and
 * believed only if it can be.
 */
final class Introduction {

  /** What the document about a model may have without its units … */
  private static final long MODEL_BYTES = 64 * 1024;

  /** … and with each of them. */
  private static final long MODEL_UNIT_BYTES = 512;

  private static final long PROFILE_BYTES = 16 * 1024;

  /** 64 batch sizes, each with two numbers of up to 20 digits and their names. */
  private static final long PROFILE_UNIT_BYTES = 8 * 1024;

  private static final JsonMapper JSON = BoundedJson.mapper().build();

  private final Network network;
  private final EdgeHttp http;
  private final EdgeCircuitBreaker guard;
  private final Duration limit;

  /**
   * Asks the edge.
   *
   * @param limit the longest time for each of the two answers
   */
  Introduction(Network network, EdgeHttp http, EdgeCircuitBreaker guard, Duration limit) {
    this.network = network;
    this.http = http;
    this.guard = guard;
    this.limit = limit;
  }

  /**
   * The profile of an edge that serves this device's model.
   *
   * @throws EdgeException of kind OTHER_MODEL if it serves another one; else of what failed
   */
  TimingProfile meet() throws EdgeException {
    requireSameModel(fingerprint(get("/model", MODEL_BYTES, MODEL_UNIT_BYTES)));
    TimingProfile profile = profile(get("/profile", PROFILE_BYTES, PROFILE_UNIT_BYTES));
    if (!profile.fingerprint().equals(network.fingerprint())
        || profile.units().size() != network.length()) {
      throw new EdgeException(Kind.FAILED, "its profile is of another model");
    }
    return profile;
  }

  private byte[] get(String path, long bytes, long unitBytes) throws EdgeException {
    DataSize longest = new DataSize(bytes + unitBytes * network.length());
    return guard.ask(() -> http.get(path, longest), limit);
  }

  private void requireSameModel(String theirs) throws EdgeException {
    if (!theirs.equals(network.fingerprint())) {
      throw new EdgeException(
          Kind.OTHER_MODEL,
          "it serves a package with fingerprint %s, this device %s; both need the same"
              .formatted(theirs, network.fingerprint()));
    }
  }

  private static String fingerprint(byte[] model) throws EdgeException {
    String text;
    try {
      text = JSON.readTree(model).path("fingerprint").asString("");
    } catch (JacksonException e) {
      throw new EdgeException(Kind.FAILED, "its answer to /model is no JSON of a model");
    }
    if (!PeerText.isFingerprint(text)) {
      throw new EdgeException(
          Kind.FAILED, "its answer to /model has no fingerprint of 64 hexadecimal digits");
    }
    return text;
  }

  private static TimingProfile profile(byte[] json) throws EdgeException {
    try {
      return ProfileStore.parse(json);
    } catch (IllegalArgumentException e) {
      throw new EdgeException(
          Kind.FAILED, "its profile cannot be used: " + PeerText.shown(e.getMessage()));
    }
  }
}
