package io.isthmus.service.model;

import io.isthmus.model.Form;
import io.isthmus.network.Network;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Where a service keeps what it has measured.
 *
 * @param properties may name the file of the profile
 * @param network that is served
 * @param threads that compute one operator
 */
public record StoredFiles(ModelProperties properties, Network network, int threads) {

  /** The profile of an engine. That of libtorch is called as it was before there was another. */
  public Path profile(Form.Engine engine) {
    Path named = properties.profile();
    String suffix =
        engine == Form.Engine.PYTORCH ? "" : "-" + engine.word().toLowerCase(Locale.ROOT);
    return named == null ? inHome(suffix + ".json") : named;
  }

  /** Which engine is faster, beside the profile. */
  Path engines() {
    Path named = properties.profile();
    return named == null
        ? inHome(".engines.json")
        : named.resolveSibling(named.getFileName() + ".engines.json");
  }

  private Path inHome(String suffix) {
    String name =
        "%s-%s-%dt%s"
            .formatted(network.name(), network.fingerprint().substring(0, 12), threads, suffix);
    return Path.of(System.getProperty("user.home"), ".isthmus", "profiles", name);
  }
}
