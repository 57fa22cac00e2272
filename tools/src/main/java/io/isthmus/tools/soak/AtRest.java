package io.isthmus.tools.soak;

import io.isthmus.tools.FailedException;
import io.isthmus.tools.Json;
import io.isthmus.tools.service.ServiceProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/**
 * What a service holds while nobody asks anything of it.
 *
 * @param resources of its process
 * @param openMemories native memories of requests that are not freed
 */
record AtRest(Resources resources, int openMemories) {

  /** As Actuator tells a meter. */
  private record Meter(List<Measurement> measurements) {
    record Measurement(double value) {}
  }

  /** Lets it rest and looks: idle threads end and idle connections are closed in that time. */
  static AtRest of(ServiceProcess service, Duration rest)
      throws IOException, InterruptedException, FailedException {
    Thread.sleep(rest.toMillis());
    HttpRequest request =
        HttpRequest.newBuilder(service.uri().resolve("/actuator/metrics/isthmus.memory.open"))
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new FailedException("%s answered %d".formatted(request.uri(), response.statusCode()));
    }
    Meter meter = Json.read(response.body(), Meter.class);
    return new AtRest(Resources.of(service.pid()), (int) meter.measurements().get(0).value());
  }
}
