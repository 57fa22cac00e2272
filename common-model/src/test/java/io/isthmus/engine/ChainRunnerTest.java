package io.isthmus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isthmus.TestModel;
import io.isthmus.image.EncodedImage;
import io.isthmus.image.ImageLimits;
import io.isthmus.image.ImageReader;
import io.isthmus.image.TestImages;
import io.isthmus.tensor.IncomingTensor;
import io.isthmus.tensor.Safetensors;
import io.isthmus.tensor.Tensor;
import io.isthmus.tensor.TensorExpectation;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChainRunnerTest {

  private final ChainRunner chain = TestModel.chain();

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 18})
  void everyCutGivesTheBitsOfTheUncutChain_alsoAfterACrossingInRowMajorOrder(int batch) {
    int length = chain.network().length();
    try (RequestMemory memory = chain.openMemory()) {
      byte[] uncut = TestModel.bytes(chain.run(memory, TestModel.noise(memory, batch, 7), length));
      Activation held = TestModel.noise(memory, batch, 7);
      for (int cut = 0; cut <= length; cut++) {
        held = chain.run(memory, held, cut); // one unit further: the heads cost one chain together
        try (RequestMemory edge = chain.openMemory()) {
          Activation arrived = chain.allocate(edge, cut, batch);
          arrived.buffer().put(held.tensor().data());
          assertThat(TestModel.bytes(chain.run(edge, arrived, length)))
              .as("cut %d", cut)
              .isEqualTo(uncut);
        }
      }
    }
  }

  @Test
  void logitsAreWithinAThousandthOfAPercentOfTorchvisionsOwn() throws Exception {
    try (RequestMemory memory = chain.openMemory();
        InputStream pixels = resource("input.safetensors");
        InputStream expected = resource("logits.safetensors")) {
      IncomingTensor in =
          Safetensors.open(
              pixels,
              OptionalLong.empty(),
              new TensorExpectation("input", chain.network().input(), 8));
      Activation input = chain.allocate(memory, 0, in.batch());
      in.readInto(input.buffer());
      float[] actual = floats(chain.run(memory, input, chain.network().length()).tensor());

      IncomingTensor reference =
          Safetensors.open(
              expected,
              OptionalLong.empty(),
              new TensorExpectation(
                  "logits", chain.network().activation(chain.network().length()), 8));
      ByteBuffer data = ByteBuffer.allocateDirect(reference.bytes()).order(ByteOrder.nativeOrder());
      reference.readInto(data);
      FloatBuffer torchvision = data.flip().asFloatBuffer();

      float largest = 0;
      for (int i = 0; i < actual.length; i++) {
        largest = Math.max(largest, Math.abs(torchvision.get(i)));
      }
      for (int i = 0; i < actual.length; i++) {
        assertThat(actual[i]).isCloseTo(torchvision.get(i), within(1e-5f * largest));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 16, 18})
  void anImageGetsTheSameLogitsAloneAndInABatch_butForRounding(int batch) {
    int length = chain.network().length();
    try (RequestMemory memory = chain.openMemory()) {
      Activation together = TestModel.noise(memory, batch, 7);
      float[] all = floats(chain.run(memory, together, length).tensor());
      int classes = all.length / batch;
      for (int image = 0; image < batch; image += 5) {
        Activation alone = chain.allocate(memory, 0, 1);
        int bytes = alone.buffer().remaining();
        alone.buffer().put(together.tensor().data().slice(image * bytes, bytes));
        float[] own = floats(chain.run(memory, alone, length).tensor());
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

  @ParameterizedTest
  @CsvSource({"1,1", "1,900", "900,1", "224,224", "640,480", "33,700"})
  void preprocessingTakesImagesOfAnySize(int width, int height) throws Exception {
    ImageReader reader = new ImageReader(ImageLimits.NONE, chain.transform());
    EncodedImage black = reader.inspect(TestImages.png(width, height));
    try (RequestMemory memory = chain.openMemory()) {
      Activation input = chain.read(memory, List.of(black, black), reader);
      assertThat(input.cut()).isZero();
      assertThat(input.batch()).isEqualTo(2);
      assertThat(TestModel.bytes(input)).containsOnly(0);
    }
  }

  @Test
  void anActivationThatIsNotWhatTheManifestSays_neverReachesLibtorch() {
    try (RequestMemory memory = chain.openMemory()) {
      Activation input = TestModel.noise(memory, 2, 1);
      Activation mislabelled = new Activation(3, 2, chain.network().input(), input.array());
      assertThatThrownBy(() -> chain.run(memory, mislabelled, 5))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("manifest");
    }
  }

  @Test
  void whatAStretchStartsFromStaysUsable() {
    try (RequestMemory memory = chain.openMemory()) {
      Activation held = chain.run(memory, TestModel.noise(memory, 1, 3), 4);
      byte[] first = TestModel.bytes(chain.run(memory, held, chain.network().length()));
      byte[] again = TestModel.bytes(chain.run(memory, held, chain.network().length()));
      assertThat(again).isEqualTo(first);
    }
  }

  private static float[] floats(Tensor tensor) {
    float[] values = new float[tensor.data().remaining() / Float.BYTES];
    tensor.data().asFloatBuffer().get(values);
    return values;
  }

  private static InputStream resource(String name) {
    InputStream in = ChainRunnerTest.class.getResourceAsStream("/reference/" + name);
    assertThat(in).as(name).isNotNull();
    return in;
  }
}
