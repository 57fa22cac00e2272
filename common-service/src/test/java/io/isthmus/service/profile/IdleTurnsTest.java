package io.isthmus.service.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.engine.InferencePool;
import io.isthmus.engine.backends.InferenceBackends;
import io.isthmus.profiling.DisturbedException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdleTurnsTest {

  private final InferencePool pool = new InferencePool(InferenceBackends.load(1), 1, 1);
  private final Visitors visitors = new Visitors();
  private final AtomicBoolean ready = new AtomicBoolean(true);
  private final IdleTurns turns = new IdleTurns(pool, visitors, ready::get);
  private final AtomicInteger tries = new AtomicInteger();

  @AfterEach
  void close() {
    pool.close();
  }

  private void visit() {
    visitors.comes();
    visitors.leaves();
  }

  @Test
  void aPieceIsMeasuredOnAnInferenceThread() throws Exception {
    String thread = turns.take(disturbed -> Thread.currentThread().getName());
    assertThat(thread).startsWith("inference-");
  }

  @Test
  void whatWasDisturbedIsMeasuredAgain_alsoByOneWhoHasLeftAgain() throws Exception {
    int measured =
        turns.take(
            disturbed -> {
              if (tries.incrementAndGet() < 3) {
                visit();
              }
              return tries.get();
            });
    assertThat(measured).isEqualTo(3);
  }

  @Test
  void aPieceLearnsThatItIsDisturbed_andGivesWay() throws Exception {
    int measured =
        turns.take(
            disturbed -> {
              assertThat(disturbed.getAsBoolean()).isFalse();
              if (tries.incrementAndGet() == 1) {
                visitors.comes();
                assertThat(disturbed.getAsBoolean()).isTrue();
                visitors.leaves();
                throw new DisturbedException();
              }
              return tries.get();
            });
    assertThat(measured).isEqualTo(2);
  }

  @Test
  void aServiceThatIsNotReadyRefusesRequests_andMeasuresOn() throws Exception {
    ready.set(false);
    visitors.comes();
    assertThat(turns.<Integer>take(disturbed -> tries.incrementAndGet())).isEqualTo(1);
  }

  @Test
  void whatIsStoppedEndsWithThePiece_andBeginsNone() {
    assertThatThrownBy(
            () ->
                turns.take(
                    disturbed -> {
                      turns.stop();
                      assertThat(disturbed.getAsBoolean()).isTrue();
                      throw new DisturbedException();
                    }))
        .isInstanceOf(InterruptedException.class);
    assertThatThrownBy(() -> turns.take(disturbed -> tries.incrementAndGet()))
        .isInstanceOf(InterruptedException.class);
    assertThat(tries).hasValue(0);
  }
}
