package io.isthmus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isthmus.TestModel;
import io.isthmus.model.Form;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import io.isthmus.network.DType;
import io.isthmus.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link InferenceBackend} has to keep to, so that nobody needs to know which it is. */
public abstract class InferenceBackendContract {

  private static final Path STATM = Path.of("/proc/self/statm");
  private static final long PAGE = 4096;

  /** The engine, with one thread. */
  protected abstract InferenceBackend backend();

  /** A network of five units or more, loaded by that engine. */
  protected abstract UnitChain chain();

  /**
   * Writes a package of two units below a folder.
   *
   * @param broken whether the file of the first is none that an engine knows
   */
  protected abstract Path oddPackage(Path temp, boolean broken) throws IOException;

  @Test
  void aProfileCanRecordWhatComputed() {
    assertThat(backend().version()).matches("\\S+ [0-9]+\\..*");
    assertThat(backend().threads()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 18})
  void everyCutGivesTheBitsOfTheUncutChain_alsoAfterACrossingInRowMajorOrder(int batch) {
    int length = chain().network().length();
    try (RequestMemory memory = chain().openMemory()) {
      byte[] uncut = TestModel.bytes(chain().run(memory, noise(memory, batch), length));
      for (int cut = 0; cut <= length; cut++) {
        try (RequestMemory device = chain().openMemory();
            RequestMemory edge = chain().openMemory()) {
          Activation held = chain().run(device, noise(device, batch), cut);
          Activation arrived = chain().allocate(edge, cut, batch);
          arrived.buffer().put(held.tensor().data());
          assertThat(TestModel.bytes(chain().run(edge, arrived, length)))
              .as("cut %d", cut)
              .isEqualTo(uncut);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 16, 18})
  void anImageGetsTheSameLogitsAloneAndInABatch_butForRounding(int batch) {
    int length = chain().network().length();
    try (RequestMemory memory = chain().openMemory()) {
      Activation together = noise(memory, batch);
      float[] all = floats(chain().run(memory, together, length).tensor());
      int classes = all.length / batch;
      for (int image = 0; image < batch; image += 5) {
        Activation alone = chain().allocate(memory, 0, 1);
        int bytes = alone.buffer().remaining();
        alone.buffer().put(together.tensor().data().slice(image * bytes, bytes));
        float[] own = floats(chain().run(memory, alone, length).tensor());
        float largest = 0;
        for (float logit : own) {
          largest = Math.max(largest, Math.abs(logit));
        }
        for (int i = 0; i < classes; i++) {
          assertThat(all[image * classes + i]).isCloseTo(own[i], within(1e-5f * largest));
        }
      }
    }
  }

  @Test
  void someImagesOfABatchAreAView_fromWhichTheChainRuns() {
    int length = chain().network().length();
    try (RequestMemory memory = chain().openMemory();
        RequestMemory own = chain().openMemory()) {
      Activation all = noise(memory, 5);
      Activation alone = chain().allocate(memory, 0, 2);
      int bytes = alone.buffer().remaining() / 2;
      alone.buffer().put(all.tensor().data().slice(2 * bytes, 2 * bytes));
      Activation view = UnitChain.rows(own, all, 2, 2);
      assertThat(TestModel.bytes(view)).isEqualTo(TestModel.bytes(alone));
      assertThat(TestModel.bytes(chain().run(own, view, length)))
          .isEqualTo(TestModel.bytes(chain().run(memory, alone, length)));
    }
  }

  @Test
  void whatAStretchStartsFromStaysUsable() {
    try (RequestMemory memory = chain().openMemory()) {
      Activation held = chain().run(memory, noise(memory, 1), 4);
      byte[] first = TestModel.bytes(chain().run(memory, held, chain().network().length()));
      byte[] again = TestModel.bytes(chain().run(memory, held, chain().network().length()));
      assertThat(again).isEqualTo(first);
    }
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void whatIsAllocatedIsPlain_ofItsSize_inNativeOrder_andKeepsWhatIsWritten(DType dtype) {
    try (RequestMemory memory = chain().openMemory()) {
      NativeTensor tensor = memory.allocate(dtype, 2, 3, 5);
      ByteBuffer written = tensor.buffer();
      assertThat(written.remaining()).isEqualTo(30 * dtype.bytes());
      assertThat(written.order()).isEqualTo(ByteOrder.nativeOrder());
      assertThat(written.isDirect()).isTrue();
      assertThat(tensor.isPlain()).isTrue();
      byte[] bytes = new byte[written.remaining()];
      Arrays.fill(bytes, (byte) 77);
      written.put(bytes);
      assertThat(tensor.buffer()).isEqualTo(ByteBuffer.wrap(bytes));
      assertThatCode(() -> tensor.require("it", dtype, new long[] {2, 3, 5}))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void anotherShapeOrTypeIsRefused_withTheName_andWhatTheManifestSays() {
    try (RequestMemory memory = chain().openMemory()) {
      NativeTensor tensor = memory.allocate(DType.F32, 2, 3);
      assertThatThrownBy(() -> tensor.require("stem", DType.F32, new long[] {3, 2}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("stem is ")
          .hasMessageEndingWith("(2, 3), but the manifest says F32 (3, 2)");
      assertThatThrownBy(() -> tensor.require("stem", DType.U8, new long[] {2, 3}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("but the manifest says U8");
    }
  }

  @Test
  void anActivationThatIsNotWhatTheManifestSays_neverReachesTheEngine() {
    try (RequestMemory memory = chain().openMemory()) {
      Activation input = noise(memory, 2);
      Activation mislabelled = new Activation(3, 2, chain().network().inputs(), input.tensors());
      assertThatThrownBy(() -> chain().run(memory, mislabelled, 5))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("manifest");
    }
  }

  @Test
  void tensorsOfAnotherEngineAreRefused(@TempDir Path temp) throws Exception {
    try (ModelPackage model = ModelPackage.open(oddPackage(temp, false));
        LoadedUnits units =
            backend().load(model, model.form(backend().engine(), Form.Processor.ofThisMachine()));
        TensorMemory memory = units.openMemory()) {
      NativeTensor foreign = new ForeignTensor();
      assertThatThrownBy(() -> units.run(1, List.of(foreign)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> memory.rows(foreign, 0, 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aModuleThatTheEngineDoesNotKnowIsAnInvalidPackage(@TempDir Path temp) throws Exception {
    try (ModelPackage model = ModelPackage.open(oddPackage(temp, true))) {
      assertThatThrownBy(
              () ->
                  backend()
                      .load(model, model.form(backend().engine(), Form.Processor.ofThisMachine())))
          .isInstanceOf(InvalidPackageException.class);
    }
  }

  @Test
  void nothingOfAMemoryIsReadOnceItIsClosed_andClosingAgainDoesNothing() {
    int before = chain().openMemories();
    RequestMemory memory = chain().openMemory();
    assertThat(chain().openMemories()).isEqualTo(before + 1);
    Activation computed = chain().run(memory, noise(memory, 1), 2);
    memory.close();
    memory.close();
    assertThat(chain().openMemories()).isEqualTo(before);
    assertThatThrownBy(computed::buffer).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void closingAMemoryGivesTheSystemBackWhatWasAllocatedInIt() throws Exception {
    Assumptions.assumeTrue(Files.exists(STATM));
    int size = 32 << 20;
    byte[] ones = new byte[1 << 20];
    long before = residentBytes();
    for (int round = 0; round < 32; round++) {
      try (RequestMemory memory = chain().openMemory()) {
        ByteBuffer bytes = memory.bytes(size);
        while (bytes.hasRemaining()) {
          bytes.put(ones);
        }
      }
    }
    assertThat(residentBytes() - before).isLessThan(8L * size);
  }

  private Activation noise(RequestMemory memory, int batch) {
    Activation input = chain().allocate(memory, 0, batch);
    byte[] bytes = new byte[input.buffer().remaining()];
    new SplittableRandom(7).nextBytes(bytes);
    input.buffer().put(bytes);
    return input;
  }

  private static float[] floats(Tensor tensor) {
    float[] values = new float[tensor.data().remaining() / Float.BYTES];
    tensor.data().asFloatBuffer().get(values);
    return values;
  }

  private static long residentBytes() throws IOException {
    return PAGE * Long.parseLong(Files.readString(STATM).split(" ", 3)[1]);
  }

  private record ForeignTensor() implements NativeTensor {

    @Override
    public ByteBuffer buffer() {
      return ByteBuffer.allocateDirect(4);
    }

    @Override
    public void require(String name, DType dtype, long[] shape) {}

    @Override
    public boolean isPlain() {
      return true;
    }

    @Override
    public void release() {}
  }
}
