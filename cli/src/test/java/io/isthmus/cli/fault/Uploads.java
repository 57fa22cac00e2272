package io.isthmus.cli.fault;

import io.isthmus.cli.service.Checkout;
import io.isthmus.cli.service.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** Bodies, and requests that go to an edge without a device. */
final class Uploads {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Uploads() {}

  /** The same photograph so many times. */
  static Payload photographs(Checkout checkout, int count) {
    try {
      byte[] coffee = Files.readAllBytes(checkout.samples().resolve("coffee.jpg"));
      return Payload.photographs(Collections.nCopies(count, coffee));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Begins to have photographs classified by an edge alone; gives the status. */
  static Future<Integer> offload(Checkout checkout, URI edge, int count, String fingerprint) {
    CompletableFuture<HttpResponse<byte[]>> reply =
        CLIENT.sendAsync(
            request(edge, photographs(checkout, count), fingerprint), BodyHandlers.ofByteArray());
    return reply.thenApply(HttpResponse::statusCode);
  }

  /** The status with which an edge answers a photograph for a model of that fingerprint. */
  static int status(Checkout checkout, URI edge, String fingerprint) throws Exception {
    return offload(checkout, edge, 1, fingerprint).get();
  }

  private static HttpRequest request(URI edge, Payload payload, String fingerprint) {
    return HttpRequest.newBuilder(edge.resolve("/tail/0"))
        .header("Content-Type", payload.contentType())
        .header("Isthmus-Model", fingerprint)
        .POST(HttpRequest.BodyPublishers.ofByteArray(payload.body()))
        .build();
  }
}
