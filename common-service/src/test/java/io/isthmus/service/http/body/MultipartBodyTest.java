package io.isthmus.service.http.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.ErrorResponseException;

class MultipartBodyTest {

  private static final String TYPE = "multipart/form-data; boundary=bound";
  private static final String HEADER = "Content-Disposition: form-data; name=\"images\"";

  /** Whatever looks like the beginning of a boundary, or of a line's end. */
  private static final String[] PIECES = {
    "\r", "\n", "\r\n", "-", "--", "\r\n--", "\r\n--boun", "\r\n-bound", "bound", "x", "\r\r\n--bou"
  };

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Brings at most so many bytes at a time. */
  private static InputStream slow(String text, int most) {
    return new ByteArrayInputStream(bytes(text)) {
      @Override
      public synchronized int read(byte[] b, int off, int len) {
        return super.read(b, off, Math.min(len, most));
      }
    };
  }

  private static List<String> parts(InputStream in) throws IOException {
    MultipartBody body = new MultipartBody(TYPE, in);
    List<String> parts = new ArrayList<>();
    while (body.next()) {
      assertThat(body.headers().name()).isEqualTo("images");
      parts.add(new String(body.content().readAllBytes(), StandardCharsets.ISO_8859_1));
    }
    return parts;
  }

  private static String body(List<String> contents, String lineEnd) {
    StringBuilder body = new StringBuilder();
    for (String content : contents) {
      body.append("--bound").append(lineEnd).append(HEADER).append(lineEnd).append(lineEnd);
      body.append(content).append(lineEnd);
    }
    return body.append("--bound--").append(lineEnd).toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\n"})
  void theContentsComeOutAsTheyWentIn_howeverTheyArrive(String lineEnd) throws Exception {
    SplittableRandom random = new SplittableRandom(lineEnd.length());
    for (int i = 0; i < 300; i++) {
      List<String> contents = new ArrayList<>();
      for (int part = random.nextInt(4); part >= 0; part--) {
        contents.add(content(random, lineEnd));
      }
      int most = i % 3 == 0 ? Integer.MAX_VALUE : 1 + random.nextInt(40);
      assertThat(parts(slow(body(contents, lineEnd), most))).isEqualTo(contents);
    }
  }

  private static String content(SplittableRandom random, String lineEnd) {
    StringBuilder content = new StringBuilder(random.nextInt(9) == 0 ? "y".repeat(20_000) : "");
    for (int n = random.nextInt(12); n > 0; n--) {
      content.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return (content + "z").replace(lineEnd + "--bound", "");
  }

  @Test
  void aPartThatIsNotReadIsPassedOver() throws Exception {
    String all = body(List.of("a".repeat(50_000), "b", "c".repeat(9000)), "\r\n");
    MultipartBody body = new MultipartBody(TYPE, slow(all, 777));
    assertThat(body.next()).isTrue();
    assertThat(body.next()).isTrue();
    assertThat(body.content().read()).isEqualTo('b');
    assertThat(body.content().read()).isEqualTo(-1);
    assertThat(body.next()).isTrue();
    assertThat(body.content().readNBytes(5)).isEqualTo(bytes("ccccc"));
    assertThat(body.next()).isFalse();
  }

  @Test
  void everyBeginningOfABodyIsMalformed() {
    String all = body(List.of("abc", ""), "\r\n");
    for (int length = 0; length < all.length() - 2; length++) {
      String beginning = all.substring(0, length);
      assertThatThrownBy(() -> parts(slow(beginning, 10)))
          .as(beginning)
          .isInstanceOf(ErrorResponseException.class)
          .hasMessageContaining("400");
    }
  }

  @Test
  void linesOfAnotherEndWithinABodyAreItsContent() throws Exception {
    assertThat(parts(slow(body(List.of("a\n--bound\nb"), "\r\n"), 9)))
        .containsExactly("a\n--bound\nb");
    assertThat(parts(slow(body(List.of("a\r"), "\n"), 9))).containsExactly("a\r");
  }
}
