package io.isthmus.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.TestModel;
import io.isthmus.hostile.BadTensors;
import io.isthmus.hostile.GoodUploads;
import io.isthmus.hostile.Multipart;
import io.isthmus.hostile.Photos;
import io.isthmus.hostile.RawHttp;
import io.isthmus.hostile.Reply;
import io.isthmus.hostile.Request;
import io.isthmus.network.Network;
import io.isthmus.tensor.Safetensors;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** What a device that works alone takes, and what it tells of what it does not. */
@SpringBootTest(classes = DeviceApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@TestPropertySource(
    locations = "classpath:isthmus-test.properties",
    properties = "isthmus.edge.url=")
@ExtendWith(OutputCaptureExtension.class)
class DeviceRequestsTest {

  private final Network network = TestModel.model().network();
  private final byte[] photo = Photos.sample("coffee");

  @LocalServerPort private int port;

  private Reply send(Request request) throws IOException {
    return RawHttp.send(port, request).orElseThrow();
  }

  private String results(Request request) throws IOException {
    Reply reply = send(request);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json().path("results").toString();
  }

  @Test
  void anImageIsAnsweredAlikeInWhateverFormItComes() throws Exception {
    String expected = results(GoodUploads.plain("/infer", photo));
    Map<String, Request> forms = GoodUploads.of("/infer", photo);
    forms.put("curl -T", Request.post("/infer", "", photo).at("PUT /infer HTTP/1.1"));
    for (Map.Entry<String, Request> form : forms.entrySet()) {
      Reply reply = send(form.getValue());
      assertThat(reply.status()).as("%s: %s", form.getKey(), reply.text()).isEqualTo(200);
      assertThat(reply.json().path("results").toString()).as(form.getKey()).isEqualTo(expected);
    }
  }

  @Test
  void aTensorInGzipIsTheTensor_andBoundedAsItIsUnpacked() throws Exception {
    byte[] zeros = BadTensors.zeros("input", network.input());
    Request plain = Request.post("/infer", Safetensors.MEDIA_TYPE, zeros);
    assertThat(results(plain.gzipped())).isEqualTo(results(plain));
    Request bomb = Request.post("/infer", Safetensors.MEDIA_TYPE, new byte[(8 << 20) + 1]);
    assertThat(bomb.gzipped().body().length).isLessThan(10_000);
    send(bomb.gzipped()).isProblem(413);
    send(Request.post("/infer", "", new byte[(8 << 20) + 1]).gzipped()).isProblem(413);
  }

  @Test
  void everyRouteIsTakenWithASlashBehindIt() throws Exception {
    for (String path :
        new String[] {"/model", "/profile", "/conditions", "/v2", "/v2/health/live"}) {
      Reply slash = send(Request.get(path + "/"));
      assertThat(slash.status()).as(path).isEqualTo(200);
      assertThat(slash.header("content-type"))
          .isEqualTo(send(Request.get(path)).header("content-type"));
    }
    send(Request.get("/nothing/")).isProblem(404);
    send(Request.get("/infer/")).isProblem(405);
  }

  @Test
  void aHostWithAnUnderscoreIsTheHostInLinks_andOneThatIsNoneIsRefused() throws Exception {
    Reply links = send(Request.get("/actuator").with("Host", "edge_1:8080"));
    assertThat(links.json().at("/_links/self/href").asString())
        .isEqualTo("http://edge_1:8080/actuator");
    for (String host : new String[] {"a b", "a_b:x", "a_b/c", "_:_", "a__<b>"}) {
      assertThat(send(Request.get("/model").with("Host", host)).status()).as(host).isEqualTo(400);
    }
  }

  @Test
  void aQueryThatIsNoneLeavesNoStackTraceInTheLog(CapturedOutput log) throws Exception {
    int before = log.getAll().length();
    String many = "a&".repeat(1000) + "a";
    for (String query : new String[] {"%", "split=%zz", many, "=x", "a=" + "x".repeat(9000)}) {
      for (Request request : List.of(Request.get("/model?" + query), queried(query))) {
        Reply reply = send(request);
        reply.isProblem(400);
        assertThat(reply.json().path("detail").asString()).endsWith(".").hasSizeLessThan(200);
      }
    }
    for (String path : new String[] {"/%zz", "/model%", "/<b>", "/{x}"}) {
      send(Request.get(path)).isProblem(400);
    }
    send(Request.get("/model").with("Host", "a b_c")).isProblem(400);
    assertThat(log.getAll().substring(before))
        .doesNotContain("\tat ", "xxxxx", "<b>")
        .hasSizeLessThan(1500);
  }

  private Request queried(String query) {
    return GoodUploads.plain("/infer?" + query, photo);
  }

  @Test
  void theImageThatCannotBeUsedIsNamed_withItsFileShortAndHarmless() throws Exception {
    byte[] text = Request.ascii("text");
    refuses(
        "image 2 of 3 (\\\"b.jpg\\\"): ",
        415,
        file("a.jpg", photo),
        file("b.jpg", text),
        file("c", photo));
    refuses(
        "image 1 of 1 (\\\"a?b?? ????.jpg\\\"): ", 415, file("a\u0007b<\u001b &\\\\>.jpg", text));
    refuses("x".repeat(60) + "…\\\")", 415, file("x".repeat(3000), text));
    refuses("image 1 of 2: ", 413, part(Photos.pngDeclaring(20_000, 20_000)), part(photo));
    refuses("image 2 of 2: ", 400, part(photo), part(Photos.pngDeclaring(0, 0)));
    Reply raw = send(Request.post("/infer", "image/png", text));
    raw.isProblem(415);
    assertThat(raw.text()).contains("image 1 of 1: ");
  }

  private static byte[] file(String name, byte[] content) {
    return Multipart.file("images", name, content);
  }

  private static byte[] part(byte[] content) {
    return Multipart.part("Content-Disposition: form-data; name=\"images\"", content);
  }

  private void refuses(String told, int status, byte[]... parts) throws IOException {
    Reply reply = send(Request.post("/infer", Multipart.TYPE, Multipart.parts(List.of(parts))));
    reply.isProblem(status);
    assertThat(reply.text()).contains(told);
  }
}
