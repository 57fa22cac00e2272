package io.isthmus.device.access;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may have images classified.
 *
 * @param infer what a request has to show
 * @param apiKeys keys that are accepted
 * @param apiKeyFile a file of more of them, one a line
 * @param certificateNames names of the certificates that are accepted; empty for every one of the
 *     trusted authority
 * @param protectedPaths the routes that this is asked for, as Spring's path patterns
 */
@ConfigurationProperties("isthmus.security")
public record AccessProperties(
    @DefaultValue("open") Mode infer,
    @DefaultValue({}) List<String> apiKeys,
    @Nullable Path apiKeyFile,
    @DefaultValue({}) List<String> certificateNames,
    @DefaultValue({"/infer", "/v2/models/**"}) List<String> protectedPaths) {

  /** What a request has to show. */
  public enum Mode {
    /** Nothing. */
    OPEN,
    /** A key, in {@code X-API-Key} or {@code Authorization: Bearer}. */
    API_KEY,
    /** A client certificate. */
    CERTIFICATE
  }

  /** Copies the lists; throws IllegalArgumentException for a lock before nothing. */
  public AccessProperties {
    apiKeys = List.copyOf(apiKeys);
    certificateNames = List.copyOf(certificateNames);
    protectedPaths = List.copyOf(protectedPaths);
    if (infer != Mode.OPEN && protectedPaths.isEmpty()) {
      throw new IllegalArgumentException(
          "isthmus.security.protected-paths must name a path where isthmus.security.infer asks for"
              + " something");
    }
  }
}
