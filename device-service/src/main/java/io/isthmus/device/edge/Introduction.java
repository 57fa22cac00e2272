package io.isthmus.device.edge;

import io.isthmus.control.EdgeEvent;
import io.isthmus.device.edge.EdgeException.Kind;
import io.isthmus.encoding.KnownEncodings;
import io.isthmus.network.Network;
import io.isthmus.profile.TimingProfile;
import io.isthmus.profile.store.ProfileStore;
import io.isthmus.units.DataSize;
import io.isthmus.wire.BoundedJson;
import io.isthmus.wire.PeerText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
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
   * What an edge tells that serves this device's model: its profile and the encodings it reads.
   *
   * @throws EdgeException of kind OTHER_MODEL if it serves another one; else of what failed
   */
  EdgeEvent.Met meet() throws EdgeException {
    JsonNode model = model(get("/model", MODEL_BYTES, MODEL_UNIT_BYTES));
    requireSameModel(fingerprint(model));
    KnownEncodings encodings = encodings(model.path("encodings"));
    TimingProfile profile = profile(get("/profile", PROFILE_BYTES, PROFILE_UNIT_BYTES));
    if (!profile.fingerprint().equals(network.fingerprint())
        || profile.units().size() != network.length()) {
      throw new EdgeException(Kind.FAILED, "its profile is of another model");
    }
    return new EdgeEvent.Met(profile, encodings);
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

  private static JsonNode model(byte[] model) throws EdgeException {
    try {
      return JSON.readTree(model);
    } catch (JacksonException e) {
      throw new EdgeException(Kind.FAILED, "its answer to /model is no JSON of a model");
    }
  }

  /** An edge of before there were encodings does not tell them. */
  private static KnownEncodings encodings(JsonNode told) throws EdgeException {
    if (told.isMissingNode() || told.isNull()) {
      return KnownEncodings.UNTOLD;
    }
    List<String> words = new ArrayList<>();
    for (JsonNode word : told) {
      words.add(word.isString() ? word.stringValue() : "");
    }
    if (!told.isArray() || words.contains("")) {
      throw new EdgeException(
          Kind.FAILED, "encodings in its answer to /model is no list of their names");
    }
    return KnownEncodings.named(words);
  }

  private static String fingerprint(JsonNode model) throws EdgeException {
    String text = model.path("fingerprint").asString("");
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
