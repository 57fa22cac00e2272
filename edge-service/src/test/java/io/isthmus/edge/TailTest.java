package io.isthmus.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.TestModel;
import io.isthmus.engine.Activation;
import io.isthmus.engine.RequestMemory;
import io.isthmus.engine.UnitChain;
import io.isthmus.hostile.Multipart;
import io.isthmus.hostile.Photos;
import io.isthmus.hostile.RawHttp;
import io.isthmus.hostile.Reply;
import io.isthmus.hostile.Request;
import io.isthmus.image.EncodedImage;
import io.isthmus.image.ImageLimits;
import io.isthmus.image.ImageReader;
import io.isthmus.network.Network;
import io.isthmus.tensor.IncomingTensors;
import io.isthmus.tensor.Safetensors;
import io.isthmus.tensor.TensorExpectation;
import io.isthmus.wire.LoadReport;
import io.isthmus.wire.ServerTimes;
import io.isthmus.wire.WireHeaders;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@EdgeTest
class TailTest {

  private final UnitChain chain = TestModel.chain();
  private final Network network = chain.network();

  @LocalServerPort private int port;

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void everyCutGivesTheBitsOfTheUncutChain(int batch) throws Exception {
    try (RequestMemory memory = chain.openMemory()) {
      Activation input = TestModel.noise(memory, batch, 11);
      byte[] uncut = TestModel.bytes(chain.run(memory, input, network.length()));
      for (int cut = 0; cut <= network.length(); cut++) {
        Activation held = chain.run(memory, input, cut);
        byte[] body = Edges.body(held.spec().tensors().get(0).name(), held.tensor());
        assertThat(logits(tail(cut, Safetensors.MEDIA_TYPE, body), batch))
            .as("cut %d", cut)
            .isEqualTo(uncut);
      }
    }
  }

  @Test
  void uploadedImagesGiveTheBitsOfTheirPreprocessedPixels() throws Exception {
    List<byte[]> files = List.of(Photos.sample("chelsea"), Photos.png(300, 200));
    ImageReader reader = new ImageReader(ImageLimits.NONE, chain.transform());
    List<EncodedImage> images = new ArrayList<>();
    for (byte[] file : files) {
      images.add(reader.inspect(file));
    }
    try (RequestMemory memory = chain.openMemory()) {
      Activation input = chain.read(memory, images, reader);
      byte[] tensor = Edges.body("input", input.tensor());
      Reply fromTensor = tail(0, Safetensors.MEDIA_TYPE, tensor);
      Reply fromImages = tail(0, Multipart.TYPE, Multipart.images(files));
      assertThat(logits(fromImages, 2)).isEqualTo(logits(fromTensor, 2));
      ServerTimes times = times(fromImages);
      assertThat(times.decodeMs()).isPositive();
      assertThat(times(fromTensor).decodeMs()).isZero();
    }
  }

  @Test
  void theHeadersTellWhereTheTimeWent() throws Exception {
    byte[] body = Edges.tensor("activation", network.activation(3).only(), 2, 1);
    long start = System.nanoTime();
    Reply reply = tail(3, Safetensors.MEDIA_TYPE, body);
    double exchangeMs = (System.nanoTime() - start) / 1e6;
    ServerTimes times = times(reply);
    assertThat(times.tailMs()).isPositive();
    assertThat(times.receiveMs()).isNotNegative();
    assertThat(times.receiveMs() + times.serverMs()).isLessThan(exchangeMs);
    LoadReport load = LoadReport.parse(reply.header("isthmus-load")).orElseThrow();
    assertThat(load.queueMs()).isLessThan(1);
    assertThat(load.slowdown()).isPositive();
  }

  @Test
  void aBodyMayComeInChunks() throws Exception {
    byte[] body = Edges.tensor("activation", network.activation(9).only(), 1, 1);
    Request post = post(9, Safetensors.MEDIA_TYPE, body);
    assertThat(logits(RawHttp.send(port, post.chunked()).orElseThrow(), 1))
        .isEqualTo(logits(RawHttp.send(port, post).orElseThrow(), 1));
  }

  @Test
  void aConnectionServesManyRequests_alsoAfterARefusal() throws Exception {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    byte[] good = Edges.tensor("activation", network.activation(17).only(), 1, 2);
    byte[] bad = good.clone();
    bad[0]++;
    byte[] first = null;
    for (int i = 0; i < 6; i++) {
      HttpResponse<byte[]> answer = client.send(request(i % 2 == 0 ? good : bad), bodyAsBytes());
      assertThat(answer.statusCode()).isEqualTo(i % 2 == 0 ? 200 : 400);
      if (i == 0) {
        first = answer.body();
      } else if (i % 2 == 0) {
        assertThat(answer.body()).isEqualTo(first);
      }
    }
  }

  private HttpRequest request(byte[] body) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/tail/17"))
        .header("Content-Type", Safetensors.MEDIA_TYPE)
        .header(WireHeaders.MODEL, network.fingerprint())
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }

  private static HttpResponse.BodyHandler<byte[]> bodyAsBytes() {
    return HttpResponse.BodyHandlers.ofByteArray();
  }

  private Request post(int cut, String type, byte[] body) {
    return Request.post("/tail/" + cut, type, body).with(WireHeaders.MODEL, network.fingerprint());
  }

  private Reply tail(int cut, String type, byte[] body) throws Exception {
    return RawHttp.send(port, post(cut, type, body)).orElseThrow();
  }

  private static ServerTimes times(Reply reply) {
    return ServerTimes.parse(reply.header("server-timing")).orElseThrow();
  }

  private byte[] logits(Reply reply, int batch) throws Exception {
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.header("content-type")).isEqualTo(Safetensors.MEDIA_TYPE);
    IncomingTensors tensor =
        Safetensors.open(
            new ByteArrayInputStream(reply.body()),
            OptionalLong.of(reply.body().length),
            new TensorExpectation(network.outputs(), batch));
    assertThat(tensor.batch()).isEqualTo(batch);
    ByteBuffer data = ByteBuffer.allocate(tensor.bytes().get(0)).order(ByteOrder.nativeOrder());
    tensor.readInto(data);
    return data.array();
  }
}
