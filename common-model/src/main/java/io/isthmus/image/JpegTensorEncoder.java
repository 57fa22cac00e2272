package io.isthmus.image;

import io.isthmus.codec.Codecs;
import io.isthmus.codec.TensorEncoder;
import io.isthmus.encoding.Encoding;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Writes pictures as JPEGs, image by image: a length and the scan. Where the scan would not be
 * smaller the pixels themselves take its place.
 */
final class JpegTensorEncoder implements TensorEncoder {

  private final Encoding encoding;
  private final TensorSpec spec;
  private final JpegShape shape;

  /** Throws IllegalArgumentException for a tensor that is no picture. */
  JpegTensorEncoder(Encoding encoding, TensorSpec spec) {
    this.encoding = encoding;
    this.spec = spec;
    this.shape = JpegShape.of(spec);
  }

  @Override
  public Encoding encoding() {
    return encoding;
  }

  @Override
  public ByteBuffer encode(Tensor tensor) {
    Codecs.requireSpec(tensor, spec);
    byte[] head = JpegHead.of(shape, encoding.parameter());
    ByteBuffer data = tensor.data();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < tensor.batch(); i++) {
      byte[] image = image(data.slice(data.position() + i * shape.bytes(), shape.bytes()), head);
      out.writeBytes(length(image.length));
      out.writeBytes(image);
    }
    return ByteBuffer.wrap(out.toByteArray());
  }

  private static byte[] length(int length) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(length).array();
  }

  private byte[] image(ByteBuffer planes, byte[] head) {
    byte[] file = NativeEncoder.jpeg(shape, encoding.parameter(), planes);
    if (Arrays.mismatch(file, head) != head.length) {
      throw new IllegalStateException("the image library writes other JPEGs than are read");
    }
    int end = file.length - JpegHead.END.length;
    return end - head.length < shape.bytes()
        ? Arrays.copyOfRange(file, head.length, end)
        : pixels(planes);
  }

  private byte[] pixels(ByteBuffer planes) {
    byte[] pixels = new byte[shape.bytes()];
    planes.get(0, pixels);
    return pixels;
  }
}
