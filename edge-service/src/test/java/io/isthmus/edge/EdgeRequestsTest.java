package io.isthmus.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.TestModel;
import io.isthmus.hostile.GoodUploads;
import io.isthmus.hostile.Photos;
import io.isthmus.hostile.RawHttp;
import io.isthmus.hostile.Reply;
import io.isthmus.hostile.Request;
import io.isthmus.tensor.Safetensors;
import io.isthmus.wire.WireHeaders;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** In which forms an edge takes images and tensors. */
@EdgeTest
class EdgeRequestsTest {

  @LocalServerPort private int port;

  private byte[] logits(String what, Request request) throws IOException {
    String fingerprint = TestModel.model().network().fingerprint();
    Reply reply = RawHttp.send(port, request.with(WireHeaders.MODEL, fingerprint)).orElseThrow();
    assertThat(reply.status()).as("%s: %s", what, reply.text()).isEqualTo(200);
    return reply.body();
  }

  @Test
  void anImageIsAnsweredAlikeInWhateverFormItComes() throws Exception {
    byte[] photo = Photos.sample("coffee");
    byte[] expected = logits("plain", GoodUploads.plain("/tail/0", photo));
    for (Map.Entry<String, Request> form : GoodUploads.of("/tail/0", photo).entrySet()) {
      assertThat(logits(form.getKey(), form.getValue())).as(form.getKey()).isEqualTo(expected);
    }
  }

  @Test
  void aTensorMayBeInGzip_andThePathMayEndWithASlash() throws Exception {
    byte[] activation =
        Edges.tensor("activation", TestModel.model().network().activation(17).only(), 2, 3);
    Request plain = Request.post("/tail/17", Safetensors.MEDIA_TYPE, activation);
    byte[] expected = logits("plain", plain);
    assertThat(logits("gzip", plain.gzipped())).isEqualTo(expected);
    assertThat(logits("gzip, chunked", plain.gzipped().chunked())).isEqualTo(expected);
    assertThat(logits("slash", plain.at("POST /tail/17/ HTTP/1.1"))).isEqualTo(expected);
  }

  @Test
  void aLaterCutTakesNoImages_andSaysWhatItTakes() throws Exception {
    Request image = Request.post("/tail/3", "image/png", Photos.png(3, 3));
    Reply reply = RawHttp.send(port, image).orElseThrow();
    reply.isProblem(415);
    assertThat(reply.text()).contains(Safetensors.MEDIA_TYPE);
  }
}
