package io.isthmus.lab.overload;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Posts a request at the times of a Poisson process, whatever becomes of those before: users do not
 * wait for each other. Its time counts from when it was due, also where this process was late.
 */
final class OpenLoop {

  /** Of so many refusals one comes back, so that those hardly add to the load. */
  private static final int COMES_BACK = 5;

  private final HttpClient client;
  private final HttpRequest request;
  private final List<LoadSample> samples = new ArrayList<>(); // guarded by itself
  private int refusals; // guarded by samples
  private int underWay; // guarded by samples

  OpenLoop(HttpClient client, HttpRequest request) {
    this.client = client;
    this.request = request;
  }

  /**
   * Posts for that long and waits for all answers.
   *
   * @param perSecond mean rate; 0 for none
   * @param seed of the times
   */
  List<LoadSample> run(double perSecond, Duration time, long seed) throws InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    long start = System.nanoTime();
    double dueNanos = 0;
    while (true) {
      dueNanos += -Math.log(1 - random.nextDouble()) / perSecond * 1e9;
      if (!(dueNanos < time.toNanos())) {
        break;
      }
      long due = start + (long) dueNanos;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
      post(start, due, false);
    }
    return answers();
  }

  private List<LoadSample> answers() throws InterruptedException {
    synchronized (samples) {
      while (underWay > 0) {
        samples.wait();
      }
      return List.copyOf(samples);
    }
  }

  private void post(long start, long due, boolean again) {
    synchronized (samples) {
      underWay++;
    }
    var unused =
        client
            .sendAsync(request, BodyHandlers.ofByteArray())
            .whenComplete(
                (answer, failure) -> {
                  double atMs = (due - start) / 1e6;
                  double ms = (System.nanoTime() - due) / 1e6;
                  ended(
                      start,
                      failure == null
                          ? LoadSample.of(atMs, again, ms, answer)
                          : LoadSample.unanswered(atMs, again, ms));
                });
  }

  private void ended(long start, LoadSample sample) {
    boolean comesBack;
    synchronized (samples) {
      samples.add(sample);
      comesBack = sample.refused() && !sample.again() && refusals++ % COMES_BACK == 0;
      underWay += comesBack ? 0 : -1;
      samples.notifyAll();
    }
    if (comesBack) {
      Executor later =
          CompletableFuture.delayedExecutor(sample.retryAfterSeconds(), TimeUnit.SECONDS);
      later.execute(
          () -> {
            post(start, System.nanoTime(), true);
            synchronized (samples) {
              underWay--;
              samples.notifyAll();
            }
          });
    }
  }
}
