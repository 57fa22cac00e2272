package io.isthmus.cli.service;

import io.isthmus.calibration.Accuracy;
import io.isthmus.cli.FailedException;
import io.isthmus.cli.Json;
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
  private final Duration timeout;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** A client of the device at that address, which waits two minutes for an answer. */
  public DeviceClient(URI device) {
    this(device, TIMEOUT);
  }

  /** A client of the device at that address, which waits so long for an answer. */
  public DeviceClient(URI device, Duration timeout) {
    this.device = device;
    this.timeout = timeout;
  }

  /**
   * An answer, and when it was here.
   *
   * @param answer what the device said
   * @param ms from the beginning of the request to the end of its answer, before that was read
   */
  public record Timed<T>(T answer, double ms) {}

  /**
   * Has a batch classified.
   *
   * @param split {@code auto}, {@code local}, {@code offload}, a cut or a unit's name
   * @throws FailedException for no answer, or one with any status but 200
   */
  public Answer infer(Payload payload, String split) throws InterruptedException, FailedException {
    return infer(payload, "top=1&split=" + split, Answer.class).answer();
  }

  /**
   * Has a batch classified.
   *
   * @param accuracy how much the answers may differ from those of the uncut network
   * @throws FailedException for no answer, or one with any status but 200
   */
  public Answer infer(Payload payload, String split, Accuracy accuracy)
      throws InterruptedException, FailedException {
    String query = "top=1&split=%s&accuracy=%s".formatted(split, accuracy);
    return infer(payload, query, Answer.class).answer();
  }

  /**
   * Has a batch classified and takes the time.
   *
   * @param query of the request, such as {@code split=auto&logits=true}
   * @param type what to read the answer as
   * @throws FailedException for no answer, or one with any status but 200
   */
  public <T> Timed<T> infer(Payload payload, String query, Class<T> type)
      throws InterruptedException, FailedException {
    HttpRequest request =
        HttpRequest.newBuilder(device.resolve("/infer?" + query))
            .header("Content-Type", payload.contentType())
            .timeout(timeout)
            .POST(BodyPublishers.ofByteArray(payload.body()))
            .build();
    return send(request, type);
  }

  /** Asks for the live estimates. */
  public Conditions conditions() throws InterruptedException, FailedException {
    HttpRequest request =
        HttpRequest.newBuilder(device.resolve("/conditions")).timeout(timeout).build();
    return send(request, Conditions.class).answer();
  }

  private <T> Timed<T> send(HttpRequest request, Class<T> type)
      throws InterruptedException, FailedException {
    HttpResponse<String> response;
    long start = System.nanoTime();
    try {
      response = client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new FailedException("%s gave no answer: %s".formatted(request.uri(), e));
    }
    double ms = (System.nanoTime() - start) / 1e6;
    String body = response.body();
    if (response.statusCode() != 200) {
      String shown = body.substring(0, Math.min(SHOWN, body.length()));
      throw new FailedException(
          "%s answered %d: %s".formatted(request.uri(), response.statusCode(), shown));
    }
    try {
      return new Timed<>(Json.read(body, type), ms);
    } catch (JacksonException e) {
      throw new FailedException(
          "%s gave no usable answer: %s".formatted(request.uri(), e.getOriginalMessage()));
    }
  }
}
