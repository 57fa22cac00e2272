package io.isthmus.service.model;

import io.isthmus.engine.ComputeDevice;
import io.isthmus.model.Form;
import io.isthmus.network.Network;
import io.isthmus.service.admission.InferenceProperties;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Where a service keeps what it has measured.
 *
 * @param properties may name the file of the profile
 * @param network that is served
 * @param inference the threads, and what computes
 */
public record StoredFiles(
    ModelProperties properties, Network network, InferenceProperties inference) {

  /**
   * The profile of an engine. That of libtorch on the processor is called as it was before there
   * was anything else.
   */
  public Path profile(Form.Engine engine) {
    Path named = properties.profile();
    String suffix =
        engine == Form.Engine.PYTORCH ? "" : "-" + engine.word().toLowerCase(Locale.ROOT);
    return named == null ? inHome(suffix + device() + ".json") : named;
  }

  /** Which engine is faster, beside the profile. */
  Path engines() {
    Path named = properties.profile();
    return named == null
        ? inHome(device() + ".engines.json")
        : named.resolveSibling(named.getFileName() + ".engines.json");
  }

  private String device() {
    ComputeDevice device = inference.device();
    return device.isGpu() ? "-cuda" + device.gpu() : "";
  }

  private Path inHome(String suffix) {
    String name =
        "%s-%s-%dt%s"
            .formatted(
                network.name(),
                network.fingerprint().substring(0, 12),
                inference.actualThreads(),
                suffix);
    return Path.of(System.getProperty("user.home"), ".isthmus", "profiles", name);
  }
}
