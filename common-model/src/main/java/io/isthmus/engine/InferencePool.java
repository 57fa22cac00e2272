package io.isthmus.engine;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of platform threads for all computing, with a bounded queue before them. Request
 * threads wait here rather than compute: an engine gives each thread that calls it a team of its
 * own.
 */
public final class InferencePool implements AutoCloseable {

  /** The queue is full. */
  public static final class FullException extends Exception {
    private static final long serialVersionUID = 1L;

    FullException() {
      super("the inference queue is full");
    }
  }

  /**
   * What a task gave, and its times.
   *
   * @param value the result
   * @param waited from submission to start
   * @param ran from start to end
   */
  public record Timed<T>(T value, Duration waited, Duration ran) {}

  private final int places;
  private final Semaphore free;
  private final ExecutorService executor;
  private final AtomicInteger computing = new AtomicInteger();

  /**
   * Starts the threads.
   *
   * @param backend prepares every thread before it computes
   * @param workers number of threads
   * @param queue how many tasks may wait
   */
  public InferencePool(InferenceBackend backend, int workers, int queue) {
    this.places = workers + queue;
    this.free = new Semaphore(places);
    AtomicInteger number = new AtomicInteger();
    // The executor's own queue would count tasks that idle threads are about to take.
    executor =
        Executors.newFixedThreadPool(
            workers, task -> new Worker(backend, task, "inference-" + number.incrementAndGet()));
  }

  /** A thread that computes. Its task is the executor's loop over the tasks of callers. */
  private static final class Worker extends Thread {
    private final InferenceBackend backend;
    private boolean prepared;

    Worker(InferenceBackend backend, Runnable task, String name) {
      super(task, name);
      this.backend = backend;
    }

    /** Within a caller's task, so that the caller learns what it fails of. */
    void prepare() {
      if (!prepared) {
        backend.prepareThread();
        prepared = true;
      }
    }
  }

  /**
   * Runs a task and waits for its end. The wait cannot be interrupted: the task may be computing on
   * native memory that the caller is about to free. What the task throws, and what the engine
   * throws where it cannot prepare a thread, is thrown here.
   *
   * @throws FullException at once, if the queue is full
   */
  public <T> Timed<T> run(Callable<T> task) throws FullException {
    long submitted = System.nanoTime();
    long[] bounds = new long[2];
    FutureTask<T> future =
        new FutureTask<>(
            () -> {
              ((Worker) Thread.currentThread()).prepare();
              bounds[0] = System.nanoTime();
              computing.incrementAndGet();
              try {
                return task.call();
              } finally {
                computing.decrementAndGet();
                bounds[1] = System.nanoTime();
              }
            });
    if (!free.tryAcquire()) {
      throw new FullException();
    }
    try {
      executor.execute(future);
      T value = await(future);
      return new Timed<>(
          value, Duration.ofNanos(bounds[0] - submitted), Duration.ofNanos(bounds[1] - bounds[0]));
    } finally {
      free.release();
    }
  }

  private static <T> T await(FutureTask<T> future) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw rethrown(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException rethrown(@Nullable Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException runtime
        ? runtime
        : new IllegalStateException("an inference task failed", cause);
  }

  /** Tasks that compute or wait. */
  public int inside() {
    return places - free.availablePermits();
  }

  /** Tasks that compute. */
  public int computing() {
    return computing.get();
  }

  /** Refuses new tasks and waits for those under way. */
  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(30, TimeUnit.SECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
