package io.isthmus.lab.soak;

import io.isthmus.cli.Json;
import io.isthmus.cli.harness.Inputs;
import io.isthmus.cli.service.Payload;
import io.isthmus.lab.exact.References;
import io.isthmus.lab.exact.Reply;
import io.isthmus.network.Network;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;

/** Asks a device and holds every answer against the uncut chain. Thread-safe. */
final class Client {

  /** Nothing takes so long but a request that is lost. */
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private static final int SHOWN = 200;

  private final URI device;
  private final Inputs inputs;
  private final References references;
  private final Tally tally;
  private final List<Integer> cuts;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Client(URI device, Network network, Inputs inputs, References references, Tally tally) {
    this.device = device;
    this.inputs = inputs;
    this.references = references;
    this.tally = tally;
    this.cuts = IntStream.rangeClosed(0, network.length()).boxed().toList();
  }

  /** Asks the n-th question, again where it is refused, and counts what becomes of it. */
  void ask(int n) throws InterruptedException {
    Question question = Question.of(n, inputs.count(), cuts);
    Payload payload = inputs.payload(question.kind(), question.batch(), question.from());
    URI uri = device.resolve("/infer?top=1&logits=true&" + question.query());
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", payload.contentType())
            .timeout(TIMEOUT)
            .POST(BodyPublishers.ofByteArray(payload.body()))
            .build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      while (response.statusCode() == 503) {
        tally.refused();
        Thread.sleep(1000L * response.headers().firstValueAsLong("Retry-After").orElse(1));
        response = http.send(request, BodyHandlers.ofString());
      }
      judge(question, response);
    } catch (IOException e) {
      tally.lost("%s: %s".formatted(question, e));
    }
  }

  private void judge(Question question, HttpResponse<String> response) {
    String body = response.body();
    if (response.statusCode() != 200) {
      tally.lost(
          "%s: %d %s"
              .formatted(
                  question,
                  response.statusCode(),
                  body.substring(0, Math.min(SHOWN, body.length()))));
      return;
    }
    try {
      Reply reply = Json.read(body, Reply.class);
      if (references.match(question.kind(), question.from(), question.batch(), reply)) {
        tally.right(reply.decision().mode(), reply.degraded());
      } else {
        tally.wrong("%s, plan %s".formatted(question, reply.decision().planText()));
      }
    } catch (JacksonException e) {
      tally.lost("%s: %s".formatted(question, e.getOriginalMessage()));
    }
  }
}
