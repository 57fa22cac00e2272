package io.isthmus.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.hostile.Multipart;
import io.isthmus.hostile.Photos;
import io.isthmus.hostile.RawHttp;
import io.isthmus.hostile.Reply;
import io.isthmus.hostile.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** {@code partial=true}: one bad image leaves the others their answers. */
@SpringBootTest(classes = DeviceApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@TestPropertySource(
    locations = "classpath:isthmus-test.properties",
    properties = "isthmus.edge.url=")
class PartialTest {

  private static final byte[] TEXT = "not an image".getBytes(StandardCharsets.US_ASCII);

  private final byte[] coffee = Photos.sample("coffee");
  private final byte[] rocket = Photos.sample("rocket");

  /** Its header is good: only the decoder finds out. */
  private final byte[] damaged = Photos.withADamagedByte(Photos.png(64, 64));

  @LocalServerPort private int port;

  private Reply send(String query, byte[]... images) throws IOException {
    byte[] body = Multipart.images(List.of(images));
    return RawHttp.send(port, Request.post("/infer" + query, Multipart.TYPE, body)).orElseThrow();
  }

  private JsonNode results(String query, byte[]... images) throws IOException {
    Reply reply = send(query, images);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json().path("results");
  }

  @Test
  void theOthersHaveTheAnswersThatTheyHaveWithoutTheBadOnes() throws Exception {
    JsonNode expected = results("?split=local", coffee, rocket);
    JsonNode partial = results("?split=local&partial=true", coffee, TEXT, damaged, rocket);

    assertThat(partial.size()).isEqualTo(4);
    assertThat(partial.get(0)).isEqualTo(expected.get(0));
    assertThat(partial.get(3)).isEqualTo(expected.get(1));
    assertThat(partial.get(1).path("error").asString()).startsWith("image 2 of 4").contains("WebP");
    assertThat(partial.get(2).path("error").asString())
        .startsWith("image 3 of 4")
        .contains("damaged");
    assertThat(partial.get(1).has("classes")).isFalse();
  }

  @Test
  void withoutIt_oneBadImageRefusesTheRequestAndIsNamed() throws Exception {
    send("", coffee, damaged).isProblem(400);
    assertThat(send("", coffee, damaged).text()).contains("image 2 of 2");
    send("?partial=false", coffee, TEXT).isProblem(415);
  }

  @Test
  void whereNoImageCanBeUsedTheRequestIsRefused() throws Exception {
    send("?partial=true", TEXT, TEXT).isProblem(415);
    send("?partial=true", damaged).isProblem(400);
  }

  @Test
  void itIsTrueOrFalse() throws Exception {
    send("?partial=yes", coffee).isProblem(400);
  }
}
