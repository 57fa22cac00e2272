package io.isthmus.device.edge;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/** What the edge's address has to be. */
final class EdgeUrl {

  private static final Set<String> SCHEMES = Set.of("http", "https");
  private static final int LAST_PORT = 65535;

  private EdgeUrl() {}

  /** Throws IllegalArgumentException that repeats no more of the URL than cannot be secret. */
  static void require(URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    require(SCHEMES.contains(scheme), "begin with http:// or https://");
    require(url.getRawUserInfo() == null, "hold no user and password: nobody would ask for them");
    require(url.getHost() != null, "name a host, of letters, digits, dots and dashes");
    require(url.getPort() <= LAST_PORT && url.getPort() != 0, "have a port from 1 to 65535");
    require(
        url.getRawQuery() == null && url.getRawFragment() == null, "end before any ? and any #");
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException(
          "isthmus.edge.url must be like http://edge.local:8081 and " + what);
    }
  }
}
