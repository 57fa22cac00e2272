package io.isthmus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isthmus.TestModel;
import io.isthmus.image.EncodedImage;
import io.isthmus.image.ImageLimits;
import io.isthmus.image.ImageReader;
import io.isthmus.image.TestImages;
import io.isthmus.tensor.IncomingTensors;
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

class UnitChainTest {

  private final UnitChain chain = TestModel.chain();

  @Test
  void logitsAreWithinAThousandthOfAPercentOfTorchvisionsOwn() throws Exception {
    try (RequestMemory memory = chain.openMemory();
        InputStream pixels = resource("input.safetensors");
        InputStream expected = resource("logits.safetensors")) {
      IncomingTensors in =
          Safetensors.open(
              pixels, OptionalLong.empty(), new TensorExpectation(chain.network().inputs(), 8));
      Activation input = chain.allocate(memory, 0, in.batch());
      in.readInto(input.buffer());
      float[] actual = floats(chain.run(memory, input, chain.network().length()).tensor());

      IncomingTensors reference =
          Safetensors.open(
              expected, OptionalLong.empty(), new TensorExpectation(chain.network().outputs(), 8));
      ByteBuffer data =
          ByteBuffer.allocateDirect(reference.bytes().get(0)).order(ByteOrder.nativeOrder());
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

  private static float[] floats(Tensor tensor) {
    float[] values = new float[tensor.data().remaining() / Float.BYTES];
    tensor.data().asFloatBuffer().get(values);
    return values;
  }

  private static InputStream resource(String name) {
    InputStream in = UnitChainTest.class.getResourceAsStream("/reference/" + name);
    assertThat(in).as(name).isNotNull();
    return in;
  }
}
