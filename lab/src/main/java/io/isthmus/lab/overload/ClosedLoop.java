package io.isthmus.lab.overload;

import io.isthmus.cli.FailedException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A few clients that each post one request after another: as much as a service can answer. */
final class ClosedLoop {

  private static final int CLIENTS = 4;

  private ClosedLoop() {}

  /**
   * Answers per second.
   *
   * @throws FailedException if there is none
   */
  static double capacity(HttpClient client, HttpRequest request, Duration time)
      throws InterruptedException, FailedException {
    post(client, request, time.dividedBy(3)); // warm-up
    double perSecond = post(client, request, time);
    if (!(perSecond > 0)) {
      throw new FailedException(request.uri() + " answers nothing");
    }
    return perSecond;
  }

  private static double post(HttpClient client, HttpRequest request, Duration time)
      throws InterruptedException {
    AtomicInteger answered = new AtomicInteger();
    long start = System.nanoTime();
    long end = start + time.toNanos();
    Thread[] threads = new Thread[CLIENTS];
    for (int i = 0; i < CLIENTS; i++) {
      threads[i] = new Thread(() -> postUntil(end, client, request, answered), "client-" + i);
      threads[i].setDaemon(true);
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return answered.get() / ((System.nanoTime() - start) / 1e9);
  }

  private static void postUntil(
      long end, HttpClient client, HttpRequest request, AtomicInteger answered) {
    while (System.nanoTime() - end < 0) {
      if (client.sendAsync(request, BodyHandlers.discarding()).handle(ClosedLoop::isOk).join()) {
        answered.incrementAndGet();
      }
    }
  }

  private static boolean isOk(@Nullable HttpResponse<?> answer, @Nullable Throwable failure) {
    return answer != null && failure == null && answer.statusCode() == 200;
  }
}
