package io.isthmus.device.v2;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.device.infer.NamedWish;
import io.isthmus.network.DType;
import io.isthmus.network.Output;
import io.isthmus.network.OutputKind;
import io.isthmus.network.TensorSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class InferRequestTest {

  private static InferRequest request(boolean binary, int classification) {
    TensorSpec spec = new TensorSpec(DType.F32, List.of(1 << 19));
    Output output = new Output("large", spec, OutputKind.LOGITS, 0);
    return new InferRequest(
        null,
        NamedWish.NOTHING,
        new InferRequest.Input("UINT8", List.of(), 0, null),
        List.of(new InferRequest.Wanted(output, binary, classification)));
  }

  @Test
  void tooManyValuesForJsonAreRefused_andTakenAsBytes() {
    assertThatCode(() -> request(false, 0).requireShort(2)).doesNotThrowAnyException();
    assertThatThrownBy(() -> request(false, 0).requireShort(3))
        .hasMessageContaining("the output 'large' of 3 images has more than 1048576 values");
    assertThatCode(() -> request(true, 0).requireShort(3)).doesNotThrowAnyException();
    assertThatCode(() -> request(false, 5).requireShort(3)).doesNotThrowAnyException();
  }
}
