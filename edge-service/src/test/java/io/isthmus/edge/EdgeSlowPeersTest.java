package io.isthmus.edge;

import io.isthmus.TestModel;
import io.isthmus.hostile.Multipart;
import io.isthmus.hostile.Photos;
import io.isthmus.hostile.Request;
import io.isthmus.hostile.SlowPeersContract;
import io.isthmus.network.Network;
import io.isthmus.tensor.Safetensors;
import io.isthmus.wire.WireHeaders;
import java.util.List;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.TestPropertySource;

@SpringBootTest(classes = EdgeApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@TestPropertySource(
    locations = "classpath:isthmus-test.properties",
    properties = {
      SlowPeersContract.MOST_CONNECTIONS,
      SlowPeersContract.THREADS,
      SlowPeersContract.QUEUE,
      SlowPeersContract.PLACES,
      SlowPeersContract.HEADER_TIME,
      SlowPeersContract.GRACE
    })
class EdgeSlowPeersTest extends SlowPeersContract {

  private static final int CUT = 17;

  private final Network network = TestModel.model().network();

  EdgeSlowPeersTest() {
    super("edge");
  }

  @Override
  protected List<Request> goodRequests() {
    byte[] tensor = Edges.tensor("activation", network.activation(CUT).only(), 1, 5);
    byte[] images = Multipart.images(List.of(Photos.sample("coffee")));
    return List.of(
        toThisModel(Request.post("/tail/" + CUT, Safetensors.MEDIA_TYPE, tensor)),
        toThisModel(Request.post("/tail/0", Multipart.TYPE, images)));
  }

  private Request toThisModel(Request request) {
    return request.with(WireHeaders.MODEL, network.fingerprint());
  }

  @Override
  protected List<Request> unused() {
    return List.of(Request.post("/probe", "application/octet-stream", new byte[1000]));
  }
}
