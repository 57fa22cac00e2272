package io.isthmus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.TestModel;
import io.isthmus.engine.backends.InferenceBackends;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import io.isthmus.model.SkipsPackage;
import io.isthmus.network.Bottlenecks;
import io.isthmus.network.Network;
import io.isthmus.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A network with a skip connection: several tensors at a cut. */
class SkipsTest {

  private final Path temp;
  private ModelPackage model;
  private UnitChain chain;

  SkipsTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @BeforeEach
  void load() throws Exception {
    model = ModelPackage.open(SkipsPackage.write(temp.resolve("skips")));
    chain = UnitChain.load(InferenceBackends.load(1), model);
  }

  @AfterEach
  void close() throws Exception {
    chain.close();
    model.close();
  }

  @Test
  void candidatesThatAreNoneAreFoundBeforeAnyIsServed() throws Exception {
    Path right = SkipsPackage.writeWithoutClasses(temp.resolve("right"), 0, 3);
    try (ModelPackage boxes = ModelPackage.open(right);
        UnitChain loaded = UnitChain.load(InferenceBackends.load(1), boxes)) {
      assertThatCode(() -> loaded.examine(boxes, LoadSteps.NONE)).doesNotThrowAnyException();
      assertThat(new FormComparison(boxes).of(loaded, loaded)).isZero();
    }
    Path wrong = SkipsPackage.writeWithoutClasses(temp.resolve("wrong"), 0, 2);
    try (ModelPackage boxes = ModelPackage.open(wrong);
        UnitChain loaded = UnitChain.load(InferenceBackends.load(1), boxes)) {
      assertThatThrownBy(() -> loaded.examine(boxes, LoadSteps.NONE))
          .isInstanceOf(InvalidPackageException.class)
          .hasMessageEndingWith(
              "output boxes: row 32 has the class 2.0, which must be a whole number of 0 to 1");
    }
  }

  @Test
  void elementsBytesAndRatiosAreThoseOfAllTensorsTogether() {
    Network network = chain.network();
    assertThat(network.activation(2).elements()).isEqualTo(3 * 64 + 64);
    assertThat(network.activation(2).bytes(5)).isEqualTo(5 * 256 * 4);
    assertThat(network.ratio(2)).isEqualTo(256.0 / 768);
    assertThat(network.ratio(3)).isEqualTo(112.0 / 768);
    assertThat(Bottlenecks.of(network).natural()).containsExactly(2, 3, 4);
    assertThat(Bottlenecks.of(network).compressive()).containsExactly(2, 3);
    assertThat(network.classes()).isEqualTo(SkipsPackage.CLASSES);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 18})
  void everyCutGivesTheBitsOfTheUncutChain(int batch) {
    int length = chain.network().length();
    int before = chain.openMemories();
    try (RequestMemory memory = chain.openMemory()) {
      byte[] uncut = TestModel.bytes(chain.run(memory, noise(memory, batch), length));
      assertThat(uncut).hasSize(batch * SkipsPackage.CLASSES * Float.BYTES);
      for (int cut = 0; cut <= length; cut++) {
        try (RequestMemory device = chain.openMemory();
            RequestMemory edge = chain.openMemory()) {
          Activation held = chain.run(device, noise(device, batch), cut);
          Activation arrived = copy(edge, held);
          assertThat(TestModel.bytes(chain.run(edge, arrived, length)))
              .as("cut %d", cut)
              .isEqualTo(uncut);
          assertThat(TestModel.bytes(chain.run(device, held, length)))
              .as("the held one of cut %d", cut)
              .isEqualTo(uncut);
        }
      }
    }
    assertThat(chain.openMemories()).isEqualTo(before);
  }

  @Test
  void someImagesAreAView_ofEveryTensor() {
    try (RequestMemory memory = chain.openMemory();
        RequestMemory own = chain.openMemory()) {
      Activation all = chain.run(memory, noise(memory, 5), 3);
      Activation some = UnitChain.rows(own, all, 1, 2);
      for (int i = 0; i < 2; i++) {
        Tensor whole = all.values().get(i);
        int bytes = (int) whole.spec().bytes(1);
        assertThat(some.values().get(i).data()).isEqualTo(whole.data().slice(bytes, 2 * bytes));
      }
    }
  }

  @Test
  void anActivationOfSeveralTensorsHasNoneThatIsTheOnlyOne() {
    try (RequestMemory memory = chain.openMemory()) {
      Activation several = chain.allocate(memory, 2, 1);
      assertThat(several.buffers()).hasSize(2);
      assertThatThrownBy(several::tensor).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(several::buffer).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void tooFewTensorsNeverReachTheEngine() {
    try (RequestMemory memory = chain.openMemory()) {
      Activation whole = chain.allocate(memory, 2, 1);
      Activation half = new Activation(2, 1, whole.spec(), whole.tensors().subList(0, 1));
      assertThatThrownBy(() -> chain.run(memory, half, 3))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the input has 1 tensors, but the manifest says 2");
      Activation swapped =
          new Activation(
              2, 1, whole.spec(), List.of(whole.tensors().get(1), whole.tensors().get(0)));
      assertThatThrownBy(() -> chain.run(memory, swapped, 3))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the input's deep is float32 (1, 1, 8, 8)");
    }
  }

  @Test
  void itKeepsToAllRulesOfAPackage() {
    assertThatCode(() -> chain.examine(model, LoadSteps.NONE)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "down2 | x | down2 gives Tensor and not a tuple of 2 tensors",
        "stem  | (torch.to(x, 6), torch.to(x, 6)) | stem gives (Tensor, Tensor) and not one tensor",
        "down2 | (skip, x) | down2's deep is float32 (1, 1, 8, 8), but the manifest says F32",
        "down1 | (x, torch.to(x, 7)) | down1's deep is float32 (1, 3, 16, 16)",
        "mid   | (torch.to(x, 7), skip) | mid's deep is float64 (1, 3, 4, 4), but the manifest",
        "mid   | (x, torch.to(skip, 5)) | mid's skip is float16 (1, 1, 8, 8), but the manifest",
        "mid   | (torch.matmul(x, skip), skip) | mid does not run",
      })
  void aUnitThatGivesSomethingElseIsNotLoaded(String unit, String gives, String reason)
      throws Exception {
    Path folder = SkipsPackage.write(temp.resolve("odd"), unit, gives);
    try (ModelPackage odd = ModelPackage.open(folder)) {
      assertThatThrownBy(() -> UnitChain.load(InferenceBackends.load(1), odd))
          .isInstanceOf(InvalidPackageException.class)
          .hasMessageContaining(reason);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mid   | (x, torch.add_(skip, 1.)) | mid writes to its input",
        "mid   | (x, torch.div(skip, 0.)) | mid gives values that are not finite numbers",
        "mid   | (torch.dropout(x, 0.5, True), skip) | mid gives other bits the second time",
      })
  void aUnitThatBreaksARuleIsFoundWhenItIsExamined(String unit, String gives, String reason)
      throws Exception {
    Path folder = SkipsPackage.write(temp.resolve("odd"), unit, gives);
    try (ModelPackage odd = ModelPackage.open(folder);
        UnitChain loaded = UnitChain.load(InferenceBackends.load(1), odd)) {
      assertThatThrownBy(() -> loaded.examine(odd, LoadSteps.NONE))
          .isInstanceOf(InvalidPackageException.class)
          .hasMessageContaining(reason);
    }
  }

  private Activation noise(RequestMemory memory, int batch) {
    Activation input = chain.allocate(memory, 0, batch);
    byte[] bytes = new byte[input.buffer().remaining()];
    new SplittableRandom(3).nextBytes(bytes);
    input.buffer().put(bytes);
    return input;
  }

  private Activation copy(RequestMemory memory, Activation from) {
    Activation copy = chain.allocate(memory, from.cut(), from.batch());
    for (int i = 0; i < from.values().size(); i++) {
      copy.buffers().get(i).put(from.values().get(i).data());
    }
    return copy;
  }
}
