package io.isthmus.device;

import io.isthmus.TestModel;
import io.isthmus.hostile.BadTensors;
import io.isthmus.hostile.ErrorContract;
import io.isthmus.hostile.Request;
import io.isthmus.network.Network;
import io.isthmus.tensor.Safetensors;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.TestPropertySource;

@SpringBootTest(classes = DeviceApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@TestPropertySource(
    locations = "classpath:isthmus-test.properties",
    properties = "isthmus.edge.url=")
class DeviceErrorsTest extends ErrorContract {

  private final Network network = TestModel.model().network();

  DeviceErrorsTest() {
    super("device");
  }

  @Override
  protected Request good() {
    byte[] zeros = BadTensors.zeros("input", network.input());
    return Request.post("/infer?logits=true", Safetensors.MEDIA_TYPE, zeros);
  }
}
