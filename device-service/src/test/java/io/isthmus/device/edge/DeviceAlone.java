package io.isthmus.device.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.isthmus.device.control.Controllers;
import io.isthmus.device.control.LiveController;
import io.isthmus.network.Chains;
import io.isthmus.network.Network;
import io.isthmus.profile.MadeProfile;
import io.isthmus.profile.store.ProfileStore;
import io.isthmus.service.observability.Spans;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;

/** A device's side of the link, put together as the service does, with no service around it. */
final class DeviceAlone implements AutoCloseable {

  static final Network NETWORK = Chains.of(8, List.of(24, 10));

  /** The longest time of an exchange. */
  static final Duration LIMIT = Duration.ofMillis(200);

  final LiveController controller =
      Controllers.of(NETWORK, MadeProfile.times(MadeProfile.batch(1, 1.5, 2.5)));
  final EdgeHttp http;
  final EdgeCircuitBreaker guard;
  final EdgeMonitor monitor;
  private final EdgeConfiguration configuration = new EdgeConfiguration();
  private final ExecutorService threads = configuration.edgeThreads();
  private final ScheduledExecutorService alarms = configuration.edgeAlarms();
  private final CloseableHttpClient client;
  private final EdgeProperties properties;

  DeviceAlone(String url) {
    var source = new MapConfigurationPropertySource();
    source.put("isthmus.edge.url", URI.create(url));
    source.put("isthmus.edge.timeout-max", LIMIT.toMillis() + "ms");
    source.put("isthmus.edge.failures-to-open", "1000000"); // every failure is one of its own
    properties = new Binder(source).bindOrCreate("isthmus.edge", EdgeProperties.class);
    var connections = configuration.edgeConnections(properties, new DefaultSslBundleRegistry());
    client = configuration.edgeHttpClient(connections);
    http = configuration.edgeHttp(client, connections, properties, NETWORK);
    guard =
        configuration.edgeGuard(
            configuration.circuitBreakers(properties, new SimpleMeterRegistry()),
            alarms,
            controller);
    monitor = monitor(http);
  }

  /** What runs tails. */
  EdgeClient link() {
    return new EdgeClient(
        properties,
        http,
        guard,
        controller,
        threads,
        new EdgeMeters(new SimpleMeterRegistry()),
        Spans.none());
  }

  /** A monitor that asks in another way. */
  EdgeMonitor monitor(EdgeHttp way) {
    return configuration.edgeMonitor(properties, NETWORK, way, guard, controller);
  }

  /** What an honest edge says of the model. */
  static byte[] model() {
    return model(NETWORK.fingerprint());
  }

  /** What an edge says of a model, with that text for its fingerprint. */
  static byte[] model(String fingerprint) {
    return "{\"name\":\"made\",\"fingerprint\":\"%s\",\"units\":[{},{}]}"
        .formatted(fingerprint)
        .getBytes(UTF_8);
  }

  /** The profile of an honest edge. */
  static byte[] profile() {
    try {
      Path file = Files.createTempFile("profile", ".json");
      ProfileStore.write(MadeProfile.of(MadeProfile.batch(1, 1.5, 2.5)), file);
      byte[] json = Files.readAllBytes(file);
      Files.delete(file);
      return json;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How an honest edge introduces itself. */
  static RawEdge.Script honest() {
    return telling(model(), profile());
  }

  /** An edge that introduces itself with these documents. */
  static RawEdge.Script telling(byte[] model, byte[] profile) {
    byte[] told = RawEdge.whole("200 OK", "", model);
    byte[] toldProfile = RawEdge.whole("200 OK", "", profile);
    return (path, out) -> out.write(path.equals("/model") ? told : toldProfile);
  }

  @Override
  public void close() throws IOException {
    client.close();
    alarms.shutdownNow();
    threads.shutdownNow();
  }
}
