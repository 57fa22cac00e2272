package io.isthmus.image;

import io.isthmus.codec.Codecs;
import io.isthmus.codec.CutDecoder;
import io.isthmus.codec.CutEncoder;
import io.isthmus.codec.TensorDecoder;
import io.isthmus.codec.TensorEncoder;
import io.isthmus.encoding.Encoding;
import io.isthmus.encoding.Quantiser;
import io.isthmus.network.CutTensors;
import io.isthmus.network.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The codecs of all encodings: those of {@link Codecs}, and JPEG, which the image library does. */
public final class AllCodecs {

  private AllCodecs() {}

  /**
   * What writes tensors.
   *
   * @param spec type and shape of one image's part
   * @param quantiser the bounds for a quantised encoding, and null for all others
   * @throws IllegalArgumentException if there is no such codec, or if the quantiser does not belong
   *     to it
   */
  public static TensorEncoder encoder(
      Encoding encoding, TensorSpec spec, @Nullable Quantiser quantiser) {
    return encoding.kind() == Encoding.Kind.JPEG && quantiser == null
        ? new JpegTensorEncoder(encoding, spec)
        : Codecs.encoder(encoding, spec, quantiser);
  }

  /**
   * What writes the tensors of a cut.
   *
   * @param quantiser the bounds for a quantised encoding, those of one tensor's channels after
   *     another; null for all others
   * @throws IllegalArgumentException if a tensor has no such codec, or if the quantiser does not
   *     belong to them
   */
  public static CutEncoder encoder(
      Encoding encoding, CutTensors tensors, @Nullable Quantiser quantiser) {
    List<@Nullable Quantiser> parts = Codecs.split(quantiser, tensors);
    List<TensorEncoder> encoders = new ArrayList<>();
    for (int i = 0; i < tensors.size(); i++) {
      encoders.add(encoder(encoding, tensors.tensors().get(i).spec(), parts.get(i)));
    }
    return new CutEncoder(encoders);
  }

  /** What reads them; throws IllegalArgumentException if a tensor has no such codec. */
  public static CutDecoder decoder(Encoding encoding, CutTensors tensors) {
    return new CutDecoder(tensors.specs().stream().map(spec -> decoder(encoding, spec)).toList());
  }

  /**
   * What reads payloads.
   *
   * @param spec type and shape of one image's part
   * @throws IllegalArgumentException if there is no such codec
   */
  public static TensorDecoder decoder(Encoding encoding, TensorSpec spec) {
    return encoding.kind() == Encoding.Kind.JPEG
        ? new JpegTensorDecoder(encoding, spec)
        : Codecs.decoder(encoding, spec);
  }
}
