package io.isthmus.cli.service;

import io.isthmus.cli.FailedException;
import io.isthmus.cli.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** A service's own meters, as Actuator tells them. */
public final class Meters {

  private record Meter(List<Measurement> measurements) {
    record Measurement(double value) {}
  }

  private Meters() {}

  /**
   * What a meter says now.
   *
   * @param service its address
   * @param name of a meter without choice of tags
   */
  public static double value(HttpClient client, URI service, String name)
      throws IOException, InterruptedException, FailedException {
    HttpRequest request =
        HttpRequest.newBuilder(service.resolve("/actuator/metrics/" + name)).build();
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new FailedException("%s answered %d".formatted(request.uri(), response.statusCode()));
    }
    return Json.read(response.body(), Meter.class).measurements().get(0).value();
  }
}
