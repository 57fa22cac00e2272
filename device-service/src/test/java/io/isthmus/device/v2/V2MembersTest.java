package io.isthmus.device.v2;

import static io.isthmus.device.v2.V2Call.dataJson;
import static io.isthmus.device.v2.V2Call.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.device.DeviceApplication;
import io.isthmus.hostile.Photos;
import io.isthmus.hostile.RawHttp;
import io.isthmus.hostile.Reply;
import io.isthmus.hostile.Request;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** The members of a request: those that are null, and how errors name them. */
@SpringBootTest(classes = DeviceApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@TestPropertySource(
    locations = "classpath:isthmus-test.properties",
    properties = "isthmus.edge.url=")
class V2MembersTest {

  private static final String ONE = "[1,3,224,224]";

  private final String photo = "[" + V2Call.base64(Photos.sample("coffee")) + "]";

  @LocalServerPort private int port;

  private Reply send(Request request) throws IOException {
    return RawHttp.send(port, request).orElseThrow();
  }

  @Test
  void aMemberThatIsNullIsAsOneThatIsNotThere() throws Exception {
    V2Reply plain = V2Reply.of(send(json(dataJson("", "[1]", "BYTES", photo))));
    String nulls =
        """
        {"id":null,"parameters":null,"outputs":null,"other":null,"inputs":[{"name":"input",
         "shape":[1],"datatype":"BYTES","parameters":null,"data":%s}]}"""
            .formatted(photo);
    assertThat(V2Reply.of(send(json(nulls)))).isEqualTo(plain);
    String within =
        """
        {"parameters":{"split":null,"plan":null,"binary_data_output":null,"x":null},"inputs":[
         {"name":"input","shape":[1],"datatype":"BYTES","data":%s,
          "parameters":{"binary_data_size":null,"shared_memory_region":null}}],
         "outputs":[{"name":"logits","datatype":null,"parameters":{"classification":null,
          "binary_data":null,"shared_memory_region":null}}]}"""
            .formatted(photo);
    assertThat(V2Reply.of(send(json(within)))).isEqualTo(plain);
  }

  @Test
  void whatIsMissingBecauseItIsNullIsNamed() throws Exception {
    refuses("{\"inputs\":null}", "it has no inputs");
    refuses(dataJson("", "null", "UINT8", "[1]"), "shape must be [-1, 3, 224, 224]");
    refuses(dataJson("", "[1]", "BYTES", "null"), "either data or, in its parameters");
    refuses(dataJson("", "[1]", "BYTES", photo).replace("\"BYTES\"", "null"), "datatype must be");
    refuses(dataJson("", "[1]", "BYTES", photo).replace("\"input\"", "null"), "named 'input'");
    refuses(dataJson("", "[1]", "BYTES", "[null]"), "data must be");
  }

  @Test
  void aTextThatIsNoBase64AndANumberThatIsTooLargeNameTheirMember() throws Exception {
    for (String bad : new String[] {"%%%%", "AAA$", "A", "AA=A", "é"}) {
      refuses(
          dataJson("", "[2]", "BYTES", "[\"AAAA\",\"" + bad + "\"]"),
          "/inputs/0/data/1 is no valid Base64");
    }
    refuses(
        dataJson("", ONE, "UINT8", "[1,99999999999]"), "/inputs/0/data/1 has a number that is too");
    refuses(
        dataJson("", "[99999999999]", "UINT8", "[1]"), "/inputs/0/shape/0 has a number that is");
    refuses(
        dataJson("", ONE, "UINT8", "[1]")
            .replace("\"data\":[1]", "\"parameters\":{\"binary_data_size\":99999999999999999999}"),
        "/inputs/0/parameters/binary_data_size has a number that is too large");
    refuses("{\"id\":\"" + "x".repeat(5000) + "\"}", "at /id its JSON is too long or too deep");
    refuses(
        "{\"inputs\":[{\"shape\":[" + "9".repeat(1000) + "]}]}",
        "at /inputs/0/shape/0 its JSON is too long");
    refuses("{\"inputs\":[{\"name\":nul}]}", "at /inputs/0/name its JSON is not valid");
    refuses("{\"inputs\":[{\"name\":\"input\",\"name\":\"input\"}]}", "at /inputs/0/name its JSON");
    refuses("{\"a<b>\\u0007c\":nul}", "at /a?b??c its JSON");
  }

  @Test
  void aQueryThatIsNoneIsToldWhereClientsOfTheProtocolLook() throws Exception {
    Reply reply = send(Request.get("/v2?%zz"));
    reply.isProblem(400);
    assertThat(reply.json().path("error").asString()).startsWith("The query has a %");
  }

  @Test
  void theImageThatCannotBeUsedIsNamed() throws Exception {
    String two = photo.replace("]", ",\"dGV4dA==\"]");
    Reply reply = send(json(dataJson("", "[2]", "BYTES", two)));
    reply.isProblem(415);
    assertThat(reply.json().path("error").asString()).contains("image 2 of 2: ");
  }

  @Test
  void aBodyMayBeInGzip_andARouteMayHaveASlashBehindIt() throws Exception {
    Request plain = json(dataJson("", "[1]", "BYTES", photo));
    V2Reply expected = V2Reply.of(send(plain));
    assertThat(V2Reply.of(send(plain.gzipped()))).isEqualTo(expected);
    Request raw = V2Call.triton(dataJson("", "[1]", "BYTES", photo));
    assertThat(V2Reply.of(send(raw.gzipped()))).isEqualTo(expected);
    assertThat(V2Reply.of(send(plain.at("POST " + V2Call.PATH + "/ HTTP/1.1"))))
        .isEqualTo(expected);
  }

  private void refuses(String text, String told) throws IOException {
    Reply reply = send(json(text));
    reply.isProblem(400);
    assertThat(reply.json().path("error").asString()).contains(told);
  }
}
