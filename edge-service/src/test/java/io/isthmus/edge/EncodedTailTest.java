package io.isthmus.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.TestModel;
import io.isthmus.encoding.Encoding;
import io.isthmus.encoding.KnownEncodings;
import io.isthmus.hostile.BadEncodedTensors;
import io.isthmus.hostile.RawHttp;
import io.isthmus.hostile.Reply;
import io.isthmus.hostile.Request;
import io.isthmus.image.AllCodecs;
import io.isthmus.network.Network;
import io.isthmus.tensor.Safetensors;
import io.isthmus.tensor.Tensor;
import io.isthmus.wire.ServerTimes;
import io.isthmus.wire.WireHeaders;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Tails of encoded tensors. */
@EdgeTest
class EncodedTailTest {

  private final Network network = TestModel.model().network();

  @LocalServerPort private int port;

  @ParameterizedTest
  @CsvSource({
    "0,lossless,3",
    "3,lossless,1",
    "3,f16,2",
    "17,lossless,3",
    "17,q16,3",
    "17,q256,1",
    "0,jpeg90,3"
  })
  void anEncodedBodyGivesTheLogitsOfWhatItDecodesTo(int cut, String name, int batch)
      throws Exception {
    Encoding encoding = Encoding.parse(name).orElseThrow();
    Tensor sent = BadEncodedTensors.ramp(network.activation(cut).only(), batch);
    Tensor decoded = decoded(encoding, sent);
    assertThat(decoded.equals(sent)).as("exact").isEqualTo(encoding.exact());
    byte[] encoded = BadEncodedTensors.body(tensorName(cut), encoding, sent);
    Reply expected = tail(cut, Edges.body(tensorName(cut), decoded));
    Reply reply = tail(cut, encoded);
    assertThat(reply.body()).isEqualTo(expected.body());
    assertThat(times(reply).decodeMs()).as("decoding is timed").isPositive();
    assertThat(times(expected).decodeMs()).isZero();
  }

  @Test
  void aBodyMayComeInChunks_andInGzip() throws Exception {
    Tensor sent = BadEncodedTensors.ramp(network.activation(9).only(), 1);
    Request post = post(9, BadEncodedTensors.body("activation", Encoding.LOSSLESS, sent));
    byte[] expected = answered(post).body();
    assertThat(answered(post.chunked()).body()).isEqualTo(expected);
    assertThat(answered(post.gzipped()).body()).isEqualTo(expected);
  }

  @Test
  void theModelTellsTheEncodings() throws Exception {
    Reply model = RawHttp.send(port, Request.get("/model")).orElseThrow();
    List<String> words = new ArrayList<>();
    model.json().path("encodings").forEach(word -> words.add(word.asString()));
    assertThat(words).isEqualTo(KnownEncodings.ALL.words());
  }

  @Test
  void bytesAreCountedByTheKindOfTheirEncoding() throws Exception {
    Tensor sent = BadEncodedTensors.ramp(network.activation(17).only(), 1);
    for (String name : new String[] {"q16", "q32"}) {
      double before = received("q");
      byte[] body = BadEncodedTensors.body("activation", Encoding.parse(name).orElseThrow(), sent);
      tail(17, body);
      assertThat(received("q") - before).isEqualTo(body.length);
    }
    double pixels = received("pixels");
    byte[] input = Edges.tensor("input", network.input(), 1, 1);
    tail(0, input);
    assertThat(received("pixels") - pixels).isEqualTo(input.length);
  }

  private double received(String kind) throws IOException {
    String scraped = RawHttp.send(port, Request.get("/actuator/prometheus")).orElseThrow().text();
    return scraped
        .lines()
        .filter(line -> line.startsWith("isthmus_tail_received_bytes_total"))
        .filter(line -> line.contains("encoding=\"" + kind + "\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  @Test
  void aFewBytesMayBeALargeBatch() throws Exception {
    int most = 8;
    Tensor zeros =
        new Tensor(
            network.activation(3).only(),
            most,
            ByteBuffer.allocateDirect((int) network.activation(3).bytes(most))
                .order(ByteOrder.nativeOrder()));
    byte[] body = BadEncodedTensors.body("activation", Encoding.LOSSLESS, zeros);
    assertThat(body.length).isLessThan(zeros.data().remaining() / 100);
    assertThat(tail(3, body).body()).isEqualTo(tail(3, Edges.body("activation", zeros)).body());
  }

  private static String tensorName(int cut) {
    return cut == 0 ? "input" : "activation";
  }

  private static Tensor decoded(Encoding encoding, Tensor sent) throws Exception {
    ByteBuffer target =
        ByteBuffer.allocateDirect(sent.data().remaining()).order(ByteOrder.nativeOrder());
    AllCodecs.decoder(encoding, sent.spec())
        .decode(
            BadEncodedTensors.payload(encoding, sent),
            sent.batch(),
            target.duplicate().order(target.order()));
    return new Tensor(sent.spec(), sent.batch(), target);
  }

  private Request post(int cut, byte[] body) {
    return Request.post("/tail/" + cut, Safetensors.MEDIA_TYPE, body)
        .with(WireHeaders.MODEL, network.fingerprint());
  }

  private Reply tail(int cut, byte[] body) throws IOException {
    return answered(post(cut, body));
  }

  private Reply answered(Request request) throws IOException {
    Reply reply = RawHttp.send(port, request).orElseThrow();
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply;
  }

  private static ServerTimes times(Reply reply) {
    return ServerTimes.parse(reply.header("server-timing")).orElseThrow();
  }
}
