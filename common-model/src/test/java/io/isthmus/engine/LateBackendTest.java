package io.isthmus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.OddPackage;
import io.isthmus.TestModel;
import io.isthmus.TwoForms;
import io.isthmus.engine.backends.InferenceBackends;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import io.isthmus.profile.Machine;
import io.isthmus.profile.Timing;
import io.isthmus.profile.TimingProfile;
import io.isthmus.profiling.MachineProbe;
import io.isthmus.profiling.Profiler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device that computes beside the thread that asks, as a GPU does. */
class LateBackendTest {

  private static final int UNIT_MS = 5;

  private final InferenceBackend engine = InferenceBackends.load(1);
  private final ModelPackage model;
  private final UnitChain chain;

  LateBackendTest(@TempDir Path temp) throws Exception {
    model = ModelPackage.open(OddPackage.write(temp, Map.of()));
    chain = UnitChain.load(new LateBackend(engine, LateBackendTest::work), model);
  }

  @AfterEach
  void close() throws Exception {
    chain.close();
    model.close();
  }

  private static void work() {
    try {
      Thread.sleep(UNIT_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Activation noise(UnitChain chain, RequestMemory memory, int batch) {
    Activation input = chain.allocate(memory, 0, batch);
    byte[] bytes = new byte[input.buffer().remaining()];
    new SplittableRandom(7).nextBytes(bytes);
    input.buffer().put(bytes);
    return input;
  }

  @Test
  void aStretchIsComputedWhenItReturns_soThatAClockMayBeLookedAt() {
    try (RequestMemory memory = chain.openMemory()) {
      for (int cut = 1; cut <= 2; cut++) {
        Activation given = chain.run(memory, noise(chain, memory, 1), cut);
        assertThat(given.tensors())
            .allSatisfy(
                tensor ->
                    assertThat(tensor)
                        .isInstanceOfSatisfying(
                            LateBackend.Late.class,
                            late -> assertThat(late.isComputed()).isTrue()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 18})
  void itGivesTheBitsThatTheEngineItselfGives_wholeAndCut(int batch) throws Exception {
    try (UnitChain plain = UnitChain.load(engine, model);
        RequestMemory theirs = plain.openMemory();
        RequestMemory memory = chain.openMemory()) {
      byte[] expected = TestModel.bytes(plain.run(theirs, noise(plain, theirs, batch), 2));
      Activation cut = chain.run(memory, noise(chain, memory, batch), 1);
      assertThat(TestModel.bytes(chain.run(memory, cut, 2))).isEqualTo(expected);
      Activation input = noise(chain, memory, batch);
      assertThat(TestModel.bytes(chain.run(memory, input, 2))).isEqualTo(expected);
    }
  }

  @Test
  void aProfileHasTheTimeUntilAUnitIsComputed_notUntilItIsAskedFor() {
    Machine machine = MachineProbe.probe(chain.backend());
    Profiler profiler = new Profiler(chain, machine, Duration.ofMillis(1));
    TimingProfile profile = profiler.measure(List.of(1), (batch, done, of) -> {});
    assertThat(profile.batches().get(0).units())
        .extracting(Timing::median)
        .allMatch(ms -> ms >= UNIT_MS);
  }

  @Test
  void aProfileNamesTheDevice() {
    Machine machine = MachineProbe.probe(chain.backend());
    assertThat(machine.device()).isEqualTo("cuda:0");
    assertThat(machine.processor()).isNotEqualTo(MachineProbe.processor());
    assertThat(MachineProbe.probe(engine).device()).isEqualTo("cpu");
  }

  @Test
  void formsForProcessorsAloneAreNotTaken_theNextOneIs(@TempDir Path temp) throws Exception {
    try (ModelPackage both = ModelPackage.open(TwoForms.forProcessorsFirst(temp));
        UnitChain on = UnitChain.load(new LateBackend(engine, () -> {}), both)) {
      assertThat(on.form().name()).isEqualTo("portable");
    }
  }

  @Test
  void aPackageWithNothingElseIsRefused_withTheFormsThatItHas(@TempDir Path temp) throws Exception {
    try (ModelPackage one = ModelPackage.open(TwoForms.forProcessorsOnly(temp))) {
      assertThatThrownBy(() -> UnitChain.load(new LateBackend(engine, () -> {}), one))
          .isInstanceOf(InvalidPackageException.class)
          .hasMessageContaining("it has no form that PyTorch runs on a GPU; it has ")
          .hasMessageContaining("onednn (PyTorch, cpu)");
    }
  }
}
