package io.isthmus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.engine.backends.InferenceBackends;
import io.isthmus.model.Form;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

  /** An engine that cannot prepare the first threads. */
  private static final class Unprepared implements InferenceBackend {
    private final InferenceBackend engine = InferenceBackends.load(1);
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger prepared = new AtomicInteger();

    Unprepared(int failures) {
      this.failures.set(failures);
    }

    @Override
    public String version() {
      return engine.version();
    }

    @Override
    public int threads() {
      return engine.threads();
    }

    @Override
    public ComputeDevice device() {
      return engine.device();
    }

    @Override
    public void prepareThread() {
      if (failures.getAndDecrement() > 0) {
        throw new UnsatisfiedLinkError("made up");
      }
      engine.prepareThread();
      prepared.incrementAndGet();
    }

    @Override
    public Form.Engine engine() {
      return engine.engine();
    }

    @Override
    public LoadedUnits load(ModelPackage model, Form form)
        throws IOException, InvalidPackageException {
      return engine.load(model, form);
    }
  }

  @Test
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void whatAThreadCannotBePreparedForReachesTheCaller_andTheNextTaskPreparesItAgain()
      throws Exception {
    Unprepared engine = new Unprepared(2);
    try (InferencePool pool = new InferencePool(engine, 1, 1)) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> pool.run(() -> 0)).isInstanceOf(UnsatisfiedLinkError.class);
        assertThat(pool.inside()).isZero();
        assertThat(pool.computing()).isZero();
      }
      assertThat(pool.run(() -> 42).value()).isEqualTo(42);
      assertThat(pool.run(() -> 43).value()).isEqualTo(43);
    }
    assertThat(engine.prepared).as("once a thread").hasValue(1);
  }
}
