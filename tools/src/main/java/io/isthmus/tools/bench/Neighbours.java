package io.isthmus.tools.bench;

import io.isthmus.model.Bottlenecks;
import io.isthmus.model.Network;
import io.isthmus.tensor.Safetensors;
import io.isthmus.tensor.Tensor;
import io.isthmus.tensor.TensorSpec;
import io.isthmus.tools.FailedException;
import io.isthmus.wire.WireHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Other devices of the same edge, with a link of their own: each posts tails of varying size one
 * after another, the next as soon as the last is answered.
 */
final class Neighbours implements AutoCloseable {

  private static final List<Integer> BATCHES = List.of(1, 2, 4);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<HttpRequest> requests = new ArrayList<>();
  private final ExecutorService threads;
  private int active;
  private @Nullable Exception failure;

  /**
   * Prepares neighbours, all of them at rest.
   *
   * @param edge its address
   * @param most how many there can be
   */
  Neighbours(URI edge, Network network, int most) throws IOException {
    for (int cut : Bottlenecks.of(network).compressive()) {
      for (int batch : BATCHES) {
        requests.add(request(edge, network, cut, batch));
      }
    }
    threads = Executors.newFixedThreadPool(most, Neighbours::daemon);
    for (int i = 0; i < most; i++) {
      int index = i;
      threads.execute(() -> live(index));
    }
  }

  private static HttpRequest request(URI edge, Network network, int cut, int batch)
      throws IOException {
    TensorSpec spec = network.activation(cut);
    ByteBuffer zeros = ByteBuffer.allocate((int) spec.bytes(batch));
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    Safetensors.write(body, "activation", new Tensor(spec, batch, zeros));
    return HttpRequest.newBuilder(edge.resolve("/tail/" + cut))
        .header("Content-Type", Safetensors.MEDIA_TYPE)
        .header(WireHeaders.MODEL, network.fingerprint())
        .timeout(TIMEOUT)
        .POST(BodyPublishers.ofByteArray(body.toByteArray()))
        .build();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "neighbour");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Lets that many of them post; the others finish what they have posted.
   *
   * @throws FailedException if a tail has failed since, for then the load was not what it should be
   */
  synchronized void work(int neighbours) throws FailedException {
    if (failure != null) {
      throw new FailedException("a neighbour's tail failed: " + failure);
    }
    active = neighbours;
    notifyAll();
  }

  private void live(int index) {
    SplittableRandom random = new SplittableRandom(index);
    try {
      while (true) {
        awaitWork(index);
        HttpRequest request = requests.get(random.nextInt(requests.size()));
        HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
          throw new IOException("status " + answer.statusCode());
        }
      }
    } catch (IOException e) {
      fail(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private synchronized void awaitWork(int index) throws InterruptedException {
    while (index >= active) {
      wait();
    }
  }

  private synchronized void fail(Exception e) {
    failure = e;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
