package io.isthmus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.engine.backends.InferenceBackends;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class InferencePoolTest {

  @BeforeAll
  static void loadTheEngine() {
    InferenceBackends.load(1);
  }

  @Test
  void refusesAtOnceWhatItsQueueCannotHold() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger served = new AtomicInteger();
    try (InferencePool pool = new InferencePool(InferenceBackends.load(1), 1, 1)) {
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        Thread caller =
            new Thread(
                () -> {
                  try {
                    pool.run(
                        () -> {
                          release.await();
                          return served.incrementAndGet();
                        });
                  } catch (InferencePool.FullException e) {
                    throw new AssertionError(e);
                  }
                });
        caller.start();
        callers.add(caller);
        while (pool.inside() <= i) {
          Thread.onSpinWait();
        }
      }
      assertThatThrownBy(() -> pool.run(() -> 0)).isInstanceOf(InferencePool.FullException.class);
      release.countDown();
      for (Thread caller : callers) {
        caller.join();
      }
    }
    assertThat(served).hasValue(2);
  }

  @Test
  void anErrorInATaskReachesTheCallerAndTheThreadLivesOn() throws Exception {
    try (InferencePool pool = new InferencePool(InferenceBackends.load(1), 1, 1)) {
      assertThatThrownBy(
              () ->
                  pool.run(
                      () -> {
                        throw new OutOfMemoryError("native");
                      }))
          .isInstanceOf(OutOfMemoryError.class);
      assertThat(pool.run(() -> 42).value()).isEqualTo(42);
    }
  }

  @Test
  void anInterruptedCallerStillGetsTheResultAndStaysInterrupted() throws Exception {
    try (InferencePool pool = new InferencePool(InferenceBackends.load(1), 1, 1)) {
      Thread.currentThread().interrupt();
      assertThat(pool.run(() -> 42).value()).isEqualTo(42);
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
