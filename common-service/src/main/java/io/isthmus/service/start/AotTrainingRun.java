package io.isthmus.service.start;

import io.isthmus.network.Network;
import io.isthmus.tensor.Safetensors;
import io.isthmus.tensor.Tensor;
import io.isthmus.wire.WireHeaders;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * A start whose only purpose is that the virtual machine records the classes that it loads: once
 * the service is ready it asks itself for its health and for one answer, and ends.
 */
@Component
@ConditionalOnProperty("isthmus.training-run")
class AotTrainingRun {

  private static final Logger log = LoggerFactory.getLogger(AotTrainingRun.class);

  private final Network network;
  private final String path;

  /** The property is the path that a batch of one black frame is posted to. */
  AotTrainingRun(Network network, StartProperties properties) {
    this.network = network;
    this.path = Objects.requireNonNull(properties.trainingRun(), "the condition");
  }

  @EventListener
  void ready(AvailabilityChangeEvent<ReadinessState> event) throws IOException {
    if (event.getState() == ReadinessState.ACCEPTING_TRAFFIC) {
      run((ConfigurableApplicationContext) event.getSource());
    }
  }

  private void run(ConfigurableApplicationContext context) throws IOException {
    Environment environment = context.getEnvironment();
    int port = environment.getRequiredProperty("local.server.port", Integer.class);
    int actuator = environment.getProperty("local.management.port", Integer.class, port);
    require200(open(uri(actuator, "/actuator/health")));
    require200(post(uri(port, path)));
    log.info("The training run is done");
    context.close();
  }

  private static URI uri(int port, String path) {
    String host = InetAddress.getLoopbackAddress().getHostAddress();
    return URI.create("http://%s:%d%s".formatted(host, port, path));
  }

  private HttpURLConnection post(URI uri) throws IOException {
    HttpURLConnection call = open(uri);
    call.setDoOutput(true);
    call.setRequestProperty("Content-Type", Safetensors.MEDIA_TYPE);
    call.setRequestProperty(WireHeaders.MODEL, network.fingerprint());
    try (OutputStream out = call.getOutputStream()) {
      Safetensors.write(out, network.inputs(), Tensor.zeros(network.inputs(), 1));
    }
    return call;
  }

  private static HttpURLConnection open(URI uri) throws IOException {
    return (HttpURLConnection) uri.toURL().openConnection();
  }

  private static void require200(HttpURLConnection call) throws IOException {
    if (call.getResponseCode() != HttpURLConnection.HTTP_OK) {
      throw new IOException("%s answered %d".formatted(call.getURL(), call.getResponseCode()));
    }
    call.getInputStream().readAllBytes();
  }
}
