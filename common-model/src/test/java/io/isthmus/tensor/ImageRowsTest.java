package io.isthmus.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.network.DType;
import io.isthmus.network.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageRowsTest {

  private static Tensor tensor(int perImage, float... values) {
    ByteBuffer data =
        ByteBuffer.allocateDirect(values.length * Float.BYTES).order(ByteOrder.nativeOrder());
    for (float value : values) {
      data.putFloat(value);
    }
    int batch = values.length / perImage;
    return new Tensor(new TensorSpec(DType.F32, List.of(perImage)), batch, data.flip());
  }

  @Test
  void eachImageHasItsValuesOfOneTensorAfterAnother() {
    Tensor two = tensor(2, 1, 2, 3, 4);
    Tensor one = tensor(1, 10, 20);
    ByteBuffer rows = ImageRows.of(List.of(two, one));
    float[] values = new float[6];
    rows.asFloatBuffer().get(values);
    assertThat(values).containsExactly(1, 2, 10, 3, 4, 20);
    assertThat(rows.isDirect()).isFalse();
    assertThat(two.data().remaining()).as("left as it was").isEqualTo(16);
  }
}
