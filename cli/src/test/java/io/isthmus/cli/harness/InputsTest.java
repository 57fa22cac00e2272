package io.isthmus.cli.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.isthmus.cli.service.Checkout;
import io.isthmus.cli.service.Payload;
import io.isthmus.network.CutTensors;
import io.isthmus.network.DType;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.IncomingTensors;
import io.isthmus.tensor.Safetensors;
import io.isthmus.tensor.TensorExpectation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputsTest {

  private static final TensorSpec INPUT = new TensorSpec(DType.U8, List.of(3, 64, 48));

  @Test
  void framesAreATensorOfTheNetworksInput() throws Exception {
    Payload payload = new Inputs(Checkout.find().samples(), INPUT).frames(5, 0);

    IncomingTensors tensor =
        Safetensors.open(
            new ByteArrayInputStream(payload.body()),
            OptionalLong.of(payload.body().length),
            new TensorExpectation(CutTensors.of("input", INPUT), 8));
    assertThat(tensor.batch()).isEqualTo(5);
  }

  @Test
  void photographsGoRoundSoThatABatchMayBeLargerThanTheirNumber() throws IOException {
    Inputs inputs = new Inputs(Checkout.find().samples(), INPUT);

    String body = new String(inputs.photos(6, 1).body(), StandardCharsets.ISO_8859_1);

    assertThat(body.split("name=\"images\"", -1)).hasSize(1 + 6);
    assertThat(inputs.photos(1, 0).body()).isEqualTo(inputs.photos(1, 4).body());
  }

  @Test
  void aFolderWithoutPhotographsIsRefused(@TempDir Path empty) {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> new Inputs(empty, INPUT))
        .withMessageContaining("no photographs");
  }
}
