package io.isthmus.device.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.encoding.Encoding;
import io.isthmus.network.CutTensors;
import io.isthmus.network.DType;
import io.isthmus.network.EncodedTensorBody;
import io.isthmus.network.NamedTensor;
import io.isthmus.network.TensorSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncodedBodyTest {

  private static final EncodedTensorBody FORM =
      new EncodedTensorBody(
          new CutTensors(
              List.of(
                  new NamedTensor("activation", new TensorSpec(DType.F32, List.of(3, 100, 100))),
                  new NamedTensor("skip", new TensorSpec(DType.F32, List.of(10))))),
          Encoding.F16,
          2);

  private final byte[] payload = new byte[20_000];
  private final EncodedBody body =
      new EncodedBody(FORM, List.of(ByteBuffer.wrap(payload), ByteBuffer.allocate(30)));

  @Test
  void itIsAsLongAsItSays_howeverOftenItIsWritten() throws Exception {
    for (int i = 0; i < 2; i++) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      body.writeTo(out);
      assertThat((long) out.size()).isEqualTo(body.length());
    }
    assertThat(body.contentType()).isEqualTo("application/x-safetensors");
  }

  @Test
  void onceItIsAbandonedItsWriterEnds() {
    OutputStream stuck =
        new OutputStream() {
          @Override
          public void write(int b) {}

          @Override
          public void write(byte[] bytes, int offset, int length) {
            body.abandon();
          }
        };
    assertThatThrownBy(() -> body.writeTo(stuck))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("given up");
  }
}
