package io.isthmus.lab.soak;

import io.isthmus.cli.FailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import me.tongfei.progressbar.ProgressBar;

/** Clients that ask at the same time, each its next question as soon as it has an answer. */
final class ConcurrentClients {

  private final Client client;
  private final int size;
  private final ProgressBar bar;

  ConcurrentClients(Client client, int size, ProgressBar bar) {
    this.client = client;
    this.size = size;
    this.bar = bar;
  }

  /** Asks questions {@code from} … {@code to} - 1 and waits for all of them. */
  void ask(int from, int to) throws InterruptedException, FailedException {
    AtomicInteger next = new AtomicInteger(from);
    ExecutorService threads = Executors.newFixedThreadPool(size);
    try {
      List<Future<?>> clients = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        clients.add(
            threads.submit(
                () -> {
                  for (int n = next.getAndIncrement(); n < to; n = next.getAndIncrement()) {
                    client.ask(n);
                    bar.step();
                  }
                  return null;
                }));
      }
      for (Future<?> one : clients) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new FailedException("a client failed: " + e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }
}
