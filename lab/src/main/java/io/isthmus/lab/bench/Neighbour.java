package io.isthmus.lab.bench;

import io.isthmus.cli.FailedException;
import io.isthmus.network.Bottlenecks;
import io.isthmus.network.CutTensors;
import io.isthmus.network.Network;
import io.isthmus.tensor.Safetensors;
import io.isthmus.tensor.Tensor;
import io.isthmus.wire.WireHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Another device of the same edge, with a link of its own: it posts the tail of one image after
 * another, at varying cuts and with short pauses.
 */
final class Neighbour implements AutoCloseable {

  private static final int LONGEST_PAUSE_MS = 60;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<HttpRequest> requests = new ArrayList<>();
  private final Thread thread = new Thread(this::live, "neighbour");
  private boolean active;
  private @Nullable Exception failure;

  /**
   * Prepares a neighbour, which is at rest.
   *
   * @param edge its address
   */
  Neighbour(URI edge, Network network) throws IOException {
    for (int cut : Bottlenecks.of(network).compressive()) {
      requests.add(request(edge, network, cut));
    }
    thread.setDaemon(true);
    thread.start();
  }

  private static HttpRequest request(URI edge, Network network, int cut) throws IOException {
    CutTensors tensors = network.activation(cut);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    Safetensors.write(body, tensors, Tensor.zeros(tensors, 1));
    return HttpRequest.newBuilder(edge.resolve("/tail/" + cut))
        .header("Content-Type", Safetensors.MEDIA_TYPE)
        .header(WireHeaders.MODEL, network.fingerprint())
        .timeout(TIMEOUT)
        .POST(BodyPublishers.ofByteArray(body.toByteArray()))
        .build();
  }

  /**
   * Lets it post, or rest once it has its answer.
   *
   * @throws FailedException if a tail has failed since, for then the load was not what it should be
   */
  synchronized void work(boolean working) throws FailedException {
    if (failure != null) {
      throw new FailedException("a neighbour's tail failed: " + failure);
    }
    active = working;
    notifyAll();
  }

  private void live() {
    SplittableRandom random = new SplittableRandom(1);
    try {
      while (true) {
        awaitWork();
        HttpRequest request = requests.get(random.nextInt(requests.size()));
        HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
          throw new IOException("status " + answer.statusCode());
        }
        Thread.sleep(random.nextInt(LONGEST_PAUSE_MS));
      }
    } catch (IOException e) {
      fail(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private synchronized void awaitWork() throws InterruptedException {
    while (!active) {
      wait();
    }
  }

  private synchronized void fail(Exception e) {
    failure = e;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
