package io.isthmus.service.security;

import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.core.env.Environment;

/** The three files of profile {@code tls}: a mistake in them is told by the property's name. */
final class TlsFiles {

  private TlsFiles() {}

  /** Throws RefusedStartException for a file that is not named or cannot be read. */
  static void requireAll(Environment environment) {
    if ("isthmus".equals(environment.getProperty("server.ssl.bundle"))) {
      require(environment, "certificate", "keystore.certificate");
      require(environment, "private-key", "keystore.private-key");
      require(environment, "trust", "truststore.certificate");
    }
  }

  /** The bundle's own property is looked at, since an operator may have set that instead. */
  private static void require(Environment environment, String name, String inBundle) {
    String value = environment.getProperty("spring.ssl.bundle.pem.isthmus." + inBundle, "");
    String property = "isthmus.tls." + name;
    if (value.isBlank()) {
      throw refused("TLS needs %s, which is not set.".formatted(property), property);
    }
    if (isPath(value) && !Files.isReadable(Path.of(value))) {
      throw refused("%s names '%s', which cannot be read.".formatted(property, value), property);
    }
  }

  /** The other forms are PEM as it is, and URLs. */
  private static boolean isPath(String value) {
    return !value.startsWith("-----") && !value.matches("[a-z]+:.*");
  }

  private static RefusedStartException refused(String description, String property) {
    return new RefusedStartException(
        description,
        "Name a PEM file with --%s=FILE; tools/tls/make-ca.sh makes all three for trying it."
            .formatted(property));
  }
}
