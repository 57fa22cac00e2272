package io.isthmus.edge;

import io.isthmus.TestModel;
import io.isthmus.hostile.BadTensors;
import io.isthmus.hostile.ErrorContract;
import io.isthmus.hostile.Request;
import io.isthmus.network.Network;
import io.isthmus.tensor.Safetensors;
import io.isthmus.wire.WireHeaders;

@EdgeTest
class EdgeErrorsTest extends ErrorContract {

  private final Network network = TestModel.model().network();

  EdgeErrorsTest() {
    super("edge");
  }

  @Override
  protected Request good() {
    byte[] zeros = BadTensors.zeros("activation", network.activation(17).only());
    return Request.post("/tail/17", Safetensors.MEDIA_TYPE, zeros)
        .with(WireHeaders.MODEL, network.fingerprint());
  }
}
