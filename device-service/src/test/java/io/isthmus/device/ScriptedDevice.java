package io.isthmus.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.hostile.Multipart;
import io.isthmus.hostile.Photos;
import io.isthmus.hostile.RawHttp;
import io.isthmus.hostile.Reply;
import io.isthmus.hostile.Request;
import io.isthmus.model.ScriptedPackage;
import java.awt.Color;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** A device that works alone, on a network that a test has written. */
@SpringBootTest(classes = DeviceApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@TestPropertySource(
    locations = "classpath:isthmus-test.properties",
    properties = {"isthmus.edge.url=", "isthmus.model.profile-time=2ms"})
abstract class ScriptedDevice {

  private static final String V2 = "/v2/models/scripted/infer";

  @LocalServerPort private int port;

  /** Names a package that is written for the test. */
  static void serve(DynamicPropertyRegistry properties, String name, String... logits) {
    Path folder = Path.of("target", "scripted", name);
    ScriptedPackage.write(folder, logits);
    properties.add("isthmus.model.package", folder::toString);
    properties.add("isthmus.model.profile", () -> folder.resolveSibling(name + ".json").toString());
  }

  Reply send(Request request) throws IOException {
    return RawHttp.send(port, request).orElseThrow();
  }

  /** Sends grey pictures, each of one value. */
  Reply infer(String query, int... greys) throws IOException {
    List<byte[]> files =
        Arrays.stream(greys).mapToObj(g -> Photos.png(8, 8, new Color(g, g, g))).toList();
    return send(Request.post("/infer" + query, Multipart.TYPE, Multipart.images(files)));
  }

  JsonNode classes(String query, int grey) throws IOException {
    return answer(infer(query, grey)).at("/results/0/classes");
  }

  /** Sends one grey frame to {@code /v2}. */
  Reply v2(String members, int grey) throws IOException {
    String data = "[" + grey + ("," + grey).repeat(47) + "]";
    String json =
        "{%s\"inputs\":[{\"name\":\"input\",\"shape\":[1,3,4,4],\"datatype\":\"UINT8\",\"data\":%s}]}"
            .formatted(members, data);
    return send(Request.post(V2, "application/json", json.getBytes(StandardCharsets.US_ASCII)));
  }

  static JsonNode answer(Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }
}
