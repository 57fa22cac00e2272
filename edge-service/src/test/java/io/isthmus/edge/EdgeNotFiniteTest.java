package io.isthmus.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.hostile.Photos;
import io.isthmus.hostile.RawHttp;
import io.isthmus.hostile.Reply;
import io.isthmus.hostile.Request;
import io.isthmus.model.ModelPackage;
import io.isthmus.model.ScriptedPackage;
import io.isthmus.wire.WireHeaders;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** An edge whose network has no finite answer for black. */
@SpringBootTest(
    classes = EdgeApplication.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@TestPropertySource(
    locations = "classpath:isthmus-test.properties",
    properties = "isthmus.model.profile-time=2ms")
class EdgeNotFiniteTest {

  @LocalServerPort private int port;

  @Autowired private ModelPackage model;

  @DynamicPropertySource
  static void network(DynamicPropertyRegistry properties) {
    Path folder = ScriptedPackage.write(Path.of("target", "scripted", "edge"), "torch.log(M)");
    properties.add("isthmus.model.package", folder::toString);
    properties.add("isthmus.model.profile", () -> folder.resolveSibling("edge.json").toString());
  }

  @Test
  void aValueThatIsNotFiniteIsAnError() throws Exception {
    assertThat(tail(Color.WHITE).status()).isEqualTo(200);
    Reply reply = tail(Color.BLACK);
    reply.isProblem(500);
    assertThat(reply.text()).contains("not finite, for image 1 of 1");
    assertThat(tail(Color.WHITE).status()).isEqualTo(200);
  }

  private Reply tail(Color colour) throws IOException {
    Request image = Request.post("/tail/0", "image/png", Photos.png(8, 8, colour));
    return RawHttp.send(port, image.with(WireHeaders.MODEL, model.network().fingerprint()))
        .orElseThrow();
  }
}
