package io.isthmus.device.infer;

import io.isthmus.codec.Codecs;
import io.isthmus.codec.TensorEncoder;
import io.isthmus.encoding.Encoding;
import io.isthmus.network.Network;
import org.springframework.stereotype.Component;

/** The encoders that need no calibration. */
@Component
class PlainEncoders implements EncoderSource {

  private final Network network;

  PlainEncoders(Network network) {
    this.network = network;
  }

  @Override
  public TensorEncoder encoder(int cut, Encoding encoding) {
    if (encoding.kind() == Encoding.Kind.QUANTISED) {
      throw new IllegalArgumentException(encoding + " needs a calibration, and there is none");
    }
    return Codecs.encoder(encoding, network.activation(cut), null);
  }
}
