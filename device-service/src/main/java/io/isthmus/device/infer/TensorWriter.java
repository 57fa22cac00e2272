package io.isthmus.device.infer;

import io.isthmus.codec.CutEncoder;
import io.isthmus.control.DeviceEvent;
import io.isthmus.decision.Option;
import io.isthmus.device.control.LiveController;
import io.isthmus.device.edge.EdgeBody;
import io.isthmus.device.edge.EncodedBody;
import io.isthmus.device.edge.TensorBody;
import io.isthmus.encoding.Encoding;
import io.isthmus.engine.Activation;
import io.isthmus.network.EncodedTensorBody;
import io.isthmus.wire.Deadline;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Makes bodies of the tensors of one request.
 *
 * @param own encodes here
 * @param encoders has the encoders
 * @param controller learns their sizes
 * @param account gets the request's times
 */
record TensorWriter(
    LocalExecutor own, EncoderSource encoders, LiveController controller, RequestTimings account) {

  /**
   * What crosses the link of an activation in an option's encoding; it stays as it is.
   *
   * @param files whether its images came as files
   */
  EdgeBody body(Option option, Activation activation, boolean files, Deadline deadline) {
    Encoding encoding = option.encoding();
    if (encoding.equals(Encoding.RAW) || encoding.equals(Encoding.PIXELS)) {
      return new TensorBody(activation.spec(), activation.values());
    }
    CutEncoder encoder = encoders.encoder(option.cut(), encoding);
    List<ByteBuffer> payloads = own.encode(activation, encoder, account, deadline);
    EdgeBody body =
        new EncodedBody(
            new EncodedTensorBody(activation.spec(), encoding, activation.batch()), payloads);
    controller.on(new DeviceEvent.Encoded(option, files, activation.batch(), body.length()));
    return body;
  }
}
