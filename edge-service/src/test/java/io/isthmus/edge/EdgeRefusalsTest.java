package io.isthmus.edge;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.TestModel;
import io.isthmus.encoding.Encoding;
import io.isthmus.hostile.BadCalls;
import io.isthmus.hostile.BadEncodedTensors;
import io.isthmus.hostile.BadRequest;
import io.isthmus.hostile.BadTensors;
import io.isthmus.hostile.BadUploads;
import io.isthmus.hostile.Multipart;
import io.isthmus.hostile.Mutations;
import io.isthmus.hostile.Photos;
import io.isthmus.hostile.RawHttp;
import io.isthmus.hostile.RefusalContract;
import io.isthmus.hostile.Reply;
import io.isthmus.hostile.Request;
import io.isthmus.network.Network;
import io.isthmus.service.LoadMeter;
import io.isthmus.tensor.Safetensors;
import io.isthmus.tensor.Tensor;
import io.isthmus.wire.WireHeaders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@EdgeTest
class EdgeRefusalsTest extends RefusalContract {

  private static final int CUT = 17;
  private static final int MAX_BATCH = 8;
  private static final int MAX_BODY = 8 << 20;

  private final Network network = TestModel.model().network();

  @Autowired private LoadMeter load;

  EdgeRefusalsTest() {
    super("edge");
  }

  @Override
  protected List<BadRequest> badRequests() {
    List<BadRequest> bad = new ArrayList<>();
    addTensors(bad);
    addEncoded(bad);
    bad.addAll(BadCalls.of("/tail/" + CUT, good(), MAX_BODY));
    bad.addAll(BadUploads.of("/tail/0", MAX_BATCH, MAX_BODY));
    bad.add(new BadRequest("images for a later cut", 400, images("/tail/3")));
    bad.add(new BadRequest("PUT /tail/0", 405, Request.of("PUT", "/tail/0")));
    addCuts(bad);
    for (String deadline :
        new String[] {"", "0", "-1", "+1", "007", "NaN", "soon", "86400001", "1e3"}) {
      Request hurried = good().with(WireHeaders.DEADLINE, deadline);
      bad.add(new BadRequest("deadline '" + deadline + "'", 400, hurried));
    }
    bad.add(
        new BadRequest(
            "a deadline that passes meanwhile", 504, good().with(WireHeaders.DEADLINE, "0.001")));
    bad.add(
        new BadRequest(
            "images whose deadline passes meanwhile",
            504,
            images("/tail/0").with(WireHeaders.DEADLINE, "0.001")));
    List<BadRequest> all =
        bad.stream()
            .map(b -> new BadRequest(b.what(), b.status(), toThisModel(b.request())))
            .collect(toCollection(ArrayList::new));
    addFingerprints(all);
    return all;
  }

  private void addTensors(List<BadRequest> bad) {
    BadTensors.of(
            "activation",
            network.activation(CUT).only(),
            network.activation(CUT - 1).only(),
            MAX_BATCH)
        .forEach((what, body) -> addTensor(bad, what, "/tail/" + CUT, body));
    BadTensors.of("input", network.input(), network.activation(1).only(), MAX_BATCH)
        .forEach((what, body) -> addTensor(bad, "pixels: " + what, "/tail/0", body));
    byte[] pixels = Edges.tensor("input", network.input(), 1, 1);
    addTensor(bad, "pixels for a later cut", "/tail/" + CUT, pixels);
    addTensor(bad, "an activation for cut 0", "/tail/0", good().body());
  }

  private void addEncoded(List<BadRequest> bad) {
    List<String> nowhere = List.of("wavelets", "LOSSLESS", "q1", "q257", "q016", "q", "");
    List<String> unknown = new ArrayList<>(nowhere);
    unknown.addAll(List.of("pixels", "jpeg90"));
    bad.addAll(
        BadEncodedTensors.of(
            "/tail/" + CUT, "activation", network.activation(CUT).only(), MAX_BATCH, unknown));
    unknown = new ArrayList<>(nowhere);
    unknown.addAll(List.of("f16", "q16", "jpeg", "jpeg0", "jpeg101"));
    for (BadRequest one :
        BadEncodedTensors.of("/tail/0", "input", network.input(), MAX_BATCH, unknown)) {
      bad.add(new BadRequest("pixels: " + one.what(), one.status(), one.request()));
    }
  }

  private static void addTensor(List<BadRequest> bad, String what, String path, byte[] body) {
    Request post = Request.post(path, Safetensors.MEDIA_TYPE, body);
    bad.add(new BadRequest(what, 400, post));
    bad.add(new BadRequest(what + ", chunked", 400, post.chunked()));
  }

  private void addCuts(List<BadRequest> bad) {
    for (String cut :
        new String[] {
          "-1",
          "" + (network.length() + 1),
          "NaN",
          "1.0",
          "1e1",
          "0x1",
          "%31%37a",
          "2147483648",
          "9".repeat(5000),
          "stem",
          "%C3%28",
          "%20",
          "+17",
          "%2B17",
          "017",
          "%D9%A1%D9%A7",
          "17%20",
          "{17}"
        }) {
      bad.add(
          new BadRequest(
              "cut " + cut.substring(0, Math.min(20, cut.length())),
              400,
              Request.post("/tail/" + cut, Safetensors.MEDIA_TYPE, good().body())));
    }
  }

  private void addFingerprints(List<BadRequest> bad) {
    bad.add(new BadRequest("no fingerprint", 400, good()));
    bad.add(new BadRequest("images without a fingerprint", 400, images("/tail/0")));
    String ours = network.fingerprint();
    for (String other :
        new String[] {
          "0".repeat(64), "", "*", ours.toUpperCase(java.util.Locale.ROOT), ours + "0"
        }) {
      bad.add(new BadRequest("fingerprint '" + other + "'", 409, addressed(good(), other)));
      bad.add(
          new BadRequest(
              "images for fingerprint '" + other + "'", 409, addressed(images("/tail/0"), other)));
    }
  }

  private static Request images(String path) {
    return Request.post(path, Multipart.TYPE, Multipart.images(List.of(Photos.sample("coffee"))));
  }

  private Request good() {
    byte[] body = Edges.tensor("activation", network.activation(CUT).only(), 1, 5);
    return Request.post("/tail/" + CUT, Safetensors.MEDIA_TYPE, body);
  }

  private Request toThisModel(Request request) {
    return addressed(request, network.fingerprint());
  }

  private static Request addressed(Request request, String fingerprint) {
    return request.with(WireHeaders.MODEL, fingerprint);
  }

  @Override
  protected List<Request> goodRequests() {
    return List.of(
        toThisModel(good()), toThisModel(images("/tail/0")), toThisModel(encoded(Encoding.F16)));
  }

  private Request encoded(Encoding encoding) {
    Tensor ramp = BadEncodedTensors.ramp(network.activation(CUT).only(), 2);
    byte[] body = BadEncodedTensors.body("activation", encoding, ramp);
    return Request.post("/tail/" + CUT, Safetensors.MEDIA_TYPE, body);
  }

  /** The same changes at every run. */
  @Test
  void encodedBodiesWithBytesChangedAtRandomAreAnsweredOrRefused_neverMore() throws Exception {
    Object answer = goodAnswer();
    SplittableRandom random = new SplittableRandom(7);
    for (Encoding encoding : List.of(Encoding.LOSSLESS, Encoding.F16, Encoding.quantised(16))) {
      Request good = toThisModel(encoded(encoding));
      for (int i = 0; i < 60; i++) {
        byte[] body = Mutations.of(good.body(), random);
        Request mutated = good.announcing(Integer.toString(body.length)).sending(body);
        Reply reply = RawHttp.send(port(), mutated).orElseThrow();
        if (reply.status() != 200) {
          boolean beyondFloats = reply.text().contains("not finite"); // levels of any step
          assertThat(reply.status())
              .as("body %d: %s", i, reply.text())
              .isIn(400, 415, beyondFloats ? 500 : 400);
          reply.isProblem(reply.status());
        }
      }
    }
    allPermitsAreBack();
    assertThat(goodAnswer()).isEqualTo(answer);
  }

  @Override
  protected Object goodAnswer() throws Exception {
    Reply reply = RawHttp.send(port(), toThisModel(good())).orElseThrow();
    return reply.status() + " " + Arrays.hashCode(reply.body());
  }

  @Override
  protected Object estimates() {
    return Math.round(load.queueMs());
  }
}
