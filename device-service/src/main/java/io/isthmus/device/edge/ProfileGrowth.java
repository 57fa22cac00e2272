package io.isthmus.device.edge;

import io.isthmus.profile.ProfileTimes;
import io.isthmus.units.DataSize;
import io.isthmus.wire.BoundedJson;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks an edge that was still measuring whether it has more of its profile by now. What it answers
 * to that is small; the profile itself is fetched only where it has changed.
 */
final class ProfileGrowth {

  private static final Logger log = LoggerFactory.getLogger(ProfileGrowth.class);

  private static final DataSize LONGEST = new DataSize(8 * 1024);
  private static final JsonMapper JSON = BoundedJson.mapper().build();

  private final EdgeHttp http;
  private final EdgeCircuitBreaker guard;
  private final Duration limit;

  /**
   * Asks the edge.
   *
   * @param limit the longest time for its answer
   */
  ProfileGrowth(EdgeHttp http, EdgeCircuitBreaker guard, Duration limit) {
    this.http = http;
    this.guard = guard;
    this.limit = limit;
  }

  /** Whether the profile has grown; no for one that is complete, and where nobody answers. */
  boolean of(ProfileTimes known) {
    return !known.complete() && !measured(known).equals(known.measured().toString());
  }

  private String measured(ProfileTimes known) {
    String same = known.measured().toString();
    try {
      byte[] load = guard.ask(() -> http.get("/load", LONGEST), limit);
      return JSON.readTree(load).path("profileMeasured").asString(same);
    } catch (EdgeException | JacksonException e) { // the next request finds out what is the matter
      log.debug("The edge does not say whether its profile has grown", e);
      return same;
    }
  }
}
