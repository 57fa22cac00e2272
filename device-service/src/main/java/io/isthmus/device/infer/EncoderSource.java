package io.isthmus.device.infer;

import io.isthmus.codec.CutEncoder;
import io.isthmus.encoding.Encoding;

/** Has the encoders of this device. */
public interface EncoderSource {

  /**
   * The encoder of the tensors at a cut.
   *
   * @param encoding one that writes a payload: neither raw nor pixels
   * @throws IllegalArgumentException for an encoding that is not to be had at this cut
   */
  CutEncoder encoder(int cut, Encoding encoding);
}
