package io.isthmus.tools.service;

import io.isthmus.tools.FailedException;
import io.isthmus.tools.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.core.JacksonException;

/** Talks to a device as its applications do. */
public final class DeviceClient {

  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int SHOWN = 200;

  private final URI device;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** A client of the device at that address. */
  public DeviceClient(URI device) {
    this.device = device;
  }

  /**
   * Has a batch classified.
   *
   * @param split {@code auto}, {@code local}, {@code offload}, a cut or a unit's name
   * @throws FailedException for no answer, or one with any status but 200
   */
  public Answer infer(Payload payload, String split) throws InterruptedException, FailedException {
    HttpRequest request =
        HttpRequest.newBuilder(device.resolve("/infer?top=1&split=" + split))
            .header("Content-Type", payload.contentType())
            .timeout(TIMEOUT)
            .POST(BodyPublishers.ofByteArray(payload.body()))
            .build();
    return send(request, Answer.class);
  }

  /** Asks for the live estimates. */
  public Conditions conditions() throws InterruptedException, FailedException {
    HttpRequest request =
        HttpRequest.newBuilder(device.resolve("/conditions")).timeout(TIMEOUT).build();
    return send(request, Conditions.class);
  }

  private <T> T send(HttpRequest request, Class<T> type)
      throws InterruptedException, FailedException {
    HttpResponse<String> response;
    try {
      response = client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new FailedException("%s gave no answer: %s".formatted(request.uri(), e));
    }
    String body = response.body();
    if (response.statusCode() != 200) {
      String start = body.substring(0, Math.min(SHOWN, body.length()));
      throw new FailedException(
          "%s answered %d: %s".formatted(request.uri(), response.statusCode(), start));
    }
    try {
      return Json.read(body, type);
    } catch (JacksonException e) {
      throw new FailedException(
          "%s gave no usable answer: %s".formatted(request.uri(), e.getOriginalMessage()));
    }
  }
}
