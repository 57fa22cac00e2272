package io.isthmus.lab.soak;

import io.isthmus.cli.FailedException;
import io.isthmus.cli.service.ServiceProcess;
import io.isthmus.cli.service.Services;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An edge that is killed now and then, as by {@code kill -9}, and comes back on its port. */
final class MortalEdge {

  private static final int THREADS = 1;
  private static final Duration DEAD = Duration.ofSeconds(2);

  private final Services services;
  private final Duration life;
  private final List<Life> lives = new ArrayList<>();
  private ServiceProcess edge;

  /**
   * One life of the edge.
   *
   * @param warm what it held in the middle of its life, when it had met every cut and batch
   * @param end what it held at the end of it
   */
  record Life(Resources warm, Resources end) {

    double growthMb() {
      return end.residentMb() - warm.residentMb();
    }
  }

  /** Starts it, with one thread as the references are computed. */
  MortalEdge(Services services, Duration life)
      throws IOException, InterruptedException, FailedException {
    this.services = services;
    this.life = life;
    this.edge = services.startEdge(THREADS);
  }

  synchronized int port() {
    return edge.port();
  }

  /** Lives, dies and comes back until {@code over}, and is alive then. */
  synchronized void run(CountDownLatch over)
      throws IOException, InterruptedException, FailedException {
    while (!over.await(life.toMillis() / 2, TimeUnit.MILLISECONDS)) {
      Resources warm = Resources.of(edge.pid());
      if (over.await(life.toMillis() / 2, TimeUnit.MILLISECONDS)) {
        return;
      }
      lives.add(new Life(warm, Resources.of(edge.pid())));
      ProcessHandle.of(edge.pid()).ifPresent(ProcessHandle::destroyForcibly);
      Thread.sleep(DEAD.toMillis());
      edge = services.startEdge(THREADS, edge.port());
    }
  }

  /** Its lives that have ended. */
  synchronized List<Life> lives() {
    return List.copyOf(lives);
  }
}
