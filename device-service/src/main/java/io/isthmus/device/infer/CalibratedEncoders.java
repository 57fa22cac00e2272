package io.isthmus.device.infer;

import io.isthmus.calibration.CalibratedOption;
import io.isthmus.codec.CutEncoder;
import io.isthmus.decision.Option;
import io.isthmus.decision.OptionSpace;
import io.isthmus.encoding.Encoding;
import io.isthmus.image.AllCodecs;
import io.isthmus.network.Network;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The encoders of this device: a calibration has the bounds of its quantisers. */
@Component
class CalibratedEncoders implements EncoderSource {

  private final Network network;
  private final Map<Option, CutEncoder> encoders = new HashMap<>();

  /** Throws IllegalArgumentException for a calibration whose quantisers do not fit the network. */
  CalibratedEncoders(OptionSpace space) {
    network = space.network();
    for (Option option : space.all()) {
      CalibratedOption measured = space.measured(option);
      if (option.encoding().isCoded() && measured != null) {
        encoders.put(
            option,
            AllCodecs.encoder(
                option.encoding(), network.activation(option.cut()), measured.quantiser()));
      }
    }
  }

  @Override
  public CutEncoder encoder(int cut, Encoding encoding) {
    CutEncoder calibrated = encoders.get(Option.at(cut, encoding));
    if (calibrated != null) {
      return calibrated;
    }
    if (encoding.kind() == Encoding.Kind.QUANTISED) {
      throw new IllegalArgumentException(
          "%s at cut %d has not been calibrated".formatted(encoding, cut));
    }
    return AllCodecs.encoder(encoding, network.activation(cut), null);
  }
}
