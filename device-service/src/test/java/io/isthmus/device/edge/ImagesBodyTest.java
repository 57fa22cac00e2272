package io.isthmus.device.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.image.EncodedImage;
import io.isthmus.image.TestImages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImagesBodyTest {

  private static EncodedImage nativeImage(int size) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(size);
    for (int i = 0; i < size; i++) {
      bytes.put((byte) ('a' + i % 26));
    }
    return TestImages.anything(bytes.flip());
  }

  @Test
  void sendsTheBytesOfNativeFiles_asManyAsItAnnounces() throws IOException {
    ImagesBody body = new ImagesBody(List.of(nativeImage(30_000), nativeImage(3)));
    for (int time = 0; time < 2; time++) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      body.writeTo(out);
      assertThat(out.size()).isEqualTo(body.length());
      String text = out.toString(StandardCharsets.US_ASCII);
      assertThat(text).contains("image/png\r\n\r\nabcdefg").contains("\r\n\r\nabc\r\n--");
    }
  }

  @Test
  void looksAtNothingOnceItWasGivenUp() {
    ImagesBody body = new ImagesBody(List.of(nativeImage(3)));
    body.abandon();
    assertThatThrownBy(() -> body.writeTo(OutputStream.nullOutputStream()))
        .isInstanceOf(IOException.class);
  }
}
