package io.isthmus.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.TestModel;
import io.isthmus.device.edge.EdgeClient;
import io.isthmus.hostile.BadCalls;
import io.isthmus.hostile.BadRequest;
import io.isthmus.hostile.BadTensors;
import io.isthmus.hostile.BadUploads;
import io.isthmus.hostile.Multipart;
import io.isthmus.hostile.Photos;
import io.isthmus.hostile.RawHttp;
import io.isthmus.hostile.RefusalContract;
import io.isthmus.hostile.Reply;
import io.isthmus.hostile.Request;
import io.isthmus.network.Network;
import io.isthmus.tensor.Safetensors;
import io.isthmus.wire.WireHeaders;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** A device that works alone. */
@SpringBootTest(classes = DeviceApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@TestPropertySource(
    locations = "classpath:isthmus-test.properties",
    properties = "isthmus.edge.url=")
class DeviceRefusalsTest extends RefusalContract {

  private static final int MAX_BATCH = 8;
  private static final int MAX_BODY = 8 << 20;

  private final Network network = TestModel.model().network();

  @Autowired private EdgeClient edge;

  DeviceRefusalsTest() {
    super("device");
  }

  @Override
  protected List<BadRequest> badRequests() {
    List<BadRequest> bad = new ArrayList<>();
    BadTensors.of("input", network.input(), network.activation(1).only(), MAX_BATCH)
        .forEach(
            (what, body) -> {
              Request post = Request.post("/infer", Safetensors.MEDIA_TYPE, body);
              bad.add(new BadRequest(what, 400, post));
              bad.add(new BadRequest(what + ", chunked", 400, post.chunked()));
            });
    bad.addAll(BadCalls.of("/infer", upload(""), MAX_BODY));
    bad.addAll(BadUploads.of("/infer", MAX_BATCH, MAX_BODY));
    bad.addAll(BadUploads.of("/infer?split=offload", MAX_BATCH, MAX_BODY));
    for (String query :
        new String[] {
          "split=-1",
          "split=19",
          "split=NaN",
          "split=2147483648",
          "split=Block5",
          "split=",
          "split=%20",
          "split=%2B13",
          "split=013",
          "split=%D9%A1%D9%A3",
          "split=13%20",
          "split=7&split=7",
          "plan=8",
          "plan=",
          "plan=@7",
          "plan=%2B1@7",
          "plan=01@7",
          "plan=1@07",
          "plan=1@%2B7",
          "plan=2147483647@7,2147483647@7,3@7",
          "plan=0@7",
          "plan=-1@7,2@7",
          "plan=1@19",
          "plan=1@auto",
          "plan=2@7",
          "plan=1@7,",
          "plan=1@7&split=7",
          "plan=" + "1@7,".repeat(64) + "1@7",
          "plan=single&split=local",
          "top=0",
          "top=-1",
          "top=1001",
          "top=1000000000",
          "top=five",
          "top=",
          "top=%2B5",
          "top=05",
          "top=%D9%A5",
          "top=5&top=6",
          "logits=",
          "logits=TRUE",
          "logits=maybe"
        }) {
      bad.add(new BadRequest(query, 400, upload("?" + query)));
    }
    for (String deadline :
        new String[] {"", "0", "-1", "+1", "007", "NaN", "soon", "86400001", "1e3"}) {
      Request hurried = upload("").with(WireHeaders.DEADLINE, deadline);
      bad.add(new BadRequest("deadline '" + deadline + "'", 400, hurried));
    }
    Request form =
        Request.post("/infer", "application/x-www-form-urlencoded", new byte[] {'a', '=', '%'});
    bad.add(new BadRequest("PUT of a form of bad escapes", 415, form.at("PUT /infer HTTP/1.1")));
    Request passed = upload("").with(WireHeaders.DEADLINE, "0.001");
    bad.add(new BadRequest("a deadline that passes meanwhile", 504, passed));
    return bad;
  }

  private static Request upload(String query) {
    byte[] body = Multipart.images(List.of(Photos.sample("coffee")));
    return Request.post("/infer" + query, Multipart.TYPE, body);
  }

  @Override
  protected List<Request> goodRequests() {
    byte[] zeros = BadTensors.zeros("input", network.input());
    return List.of(Request.post("/infer", Safetensors.MEDIA_TYPE, zeros), upload(""));
  }

  @Override
  protected Object goodAnswer() throws Exception {
    return infer("?logits=true").path("results").toString();
  }

  @Override
  protected Object estimates() {
    return edge.link() + " " + edge.load();
  }

  private JsonNode infer(String query) throws Exception {
    Reply reply = RawHttp.send(port(), upload(query)).orElseThrow();
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  @Test
  void anAnswerHasTheFieldsOfTheContract() throws Exception {
    JsonNode answer = infer("?top=3");
    assertThat(answer.propertyNames())
        .containsExactly(
            "model", "fingerprint", "batch", "results", "decision", "measuredMs", "degraded");
    assertThat(answer.path("fingerprint").asString()).isEqualTo(network.fingerprint());
    assertThat(answer.at("/results/0/classes").size()).isEqualTo(3);
    assertThat(answer.at("/results/0/classes/0").propertyNames())
        .containsExactly("index", "label", "probability");
    assertThat(answer.at("/decision/mode").asString()).isEqualTo("local");
    assertThat(answer.at("/decision/reason").asString()).isEqualTo("no-edge");
    assertThat(answer.at("/decision/plan").toString())
        .isEqualTo("[{\"images\":1,\"split\":18,\"encoding\":\"raw\"}]");
    JsonNode predicted = answer.at("/decision/predictedMs");
    assertThat(predicted.path("total").doubleValue())
        .isEqualTo(
            predicted.path("decode").doubleValue()
                + predicted.path("head").doubleValue()
                + predicted.path("transfer").doubleValue()
                + predicted.path("queue").doubleValue()
                + predicted.path("tail").doubleValue());
    assertThat(answer.path("degraded").booleanValue()).isFalse();
  }

  @Test
  void everyNameOfACutGivesTheSameAnswer_alsoWithoutAnEdge() throws Exception {
    String local = infer("?logits=true&split=local").path("results").toString();
    for (String split : new String[] {"7", "block5", "offload", "0", "input", "18", "head"}) {
      JsonNode answer = infer("?logits=true&split=" + split);
      assertThat(answer.path("results").toString()).as(split).isEqualTo(local);
      assertThat(answer.path("degraded").booleanValue())
          .as(split)
          .isEqualTo(answer.at("/decision/split").intValue() < network.length());
    }
  }

  @Test
  void theActuatorTellsOfDecisionsAndMeters() throws Exception {
    infer("");
    JsonNode splits = RawHttp.send(port(), Request.get("/actuator/splits")).orElseThrow().json();
    assertThat(splits.at("/conditions/edge").asString()).isEqualTo("NONE");
    assertThat(splits.at("/decisions/0/reason").asString()).isEqualTo("no-edge");
    assertThat(splits.at("/decisions/0/measuredMs/total").doubleValue()).isPositive();
    assertThat(RawHttp.send(port(), Request.get("/actuator/prometheus")).orElseThrow().text())
        .contains("isthmus_infer_seconds_count");
  }

  @Test
  void onlyTheHarmlessPartsOfTheActuatorAreThere() throws Exception {
    Reply links = RawHttp.send(port(), Request.get("/actuator")).orElseThrow();
    assertThat(links.json().path("_links").propertyNames())
        .allMatch(name -> name.matches("self|health.*|info|metrics.*|prometheus|splits.*"));
  }
}
