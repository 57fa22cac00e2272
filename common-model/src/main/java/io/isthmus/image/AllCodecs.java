package io.isthmus.image;

import io.isthmus.codec.Codecs;
import io.isthmus.codec.TensorDecoder;
import io.isthmus.codec.TensorEncoder;
import io.isthmus.encoding.Encoding;
import io.isthmus.encoding.Quantiser;
import io.isthmus.network.TensorSpec;
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
