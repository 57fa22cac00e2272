package io.isthmus.device;

import io.isthmus.hostile.Multipart;
import io.isthmus.hostile.Photos;
import io.isthmus.hostile.Request;
import io.isthmus.hostile.SlowPeersContract;
import java.util.List;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.TestPropertySource;

/** A device that works alone. */
@SpringBootTest(classes = DeviceApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@TestPropertySource(
    locations = "classpath:isthmus-test.properties",
    properties = {
      "isthmus.edge.url=",
      SlowPeersContract.MOST_CONNECTIONS,
      SlowPeersContract.THREADS,
      SlowPeersContract.QUEUE,
      SlowPeersContract.PLACES,
      SlowPeersContract.HEADER_TIME,
      SlowPeersContract.GRACE
    })
class DeviceSlowPeersTest extends SlowPeersContract {

  DeviceSlowPeersTest() {
    super("device");
  }

  @Override
  protected List<Request> goodRequests() {
    byte[] images = Multipart.images(List.of(Photos.sample("coffee")));
    return List.of(Request.post("/infer?split=local", Multipart.TYPE, images));
  }

  @Override
  protected List<Request> unused() {
    return List.of();
  }
}
