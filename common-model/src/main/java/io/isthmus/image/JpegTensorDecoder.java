package io.isthmus.image;

import io.isthmus.codec.Codecs;
import io.isthmus.codec.TensorDecoder;
import io.isthmus.encoding.Encoding;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.MalformedTensorException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads what {@link JpegTensorEncoder} writes. Beside the target it needs memory for one image. The
 * image library gets nothing but whole scans behind a head that is made here.
 */
final class JpegTensorDecoder implements TensorDecoder {

  private final Encoding encoding;
  private final TensorSpec spec;
  private final JpegShape shape;

  /** Throws IllegalArgumentException for a tensor that is no picture. */
  JpegTensorDecoder(Encoding encoding, TensorSpec spec) {
    this.encoding = encoding;
    this.spec = spec;
    this.shape = JpegShape.of(spec);
  }

  @Override
  public Encoding encoding() {
    return encoding;
  }

  @Override
  public long mostBytes(int batch) {
    return batch * ((long) Integer.BYTES + shape.bytes());
  }

  @Override
  public void decode(ByteBuffer payload, int batch, ByteBuffer target)
      throws MalformedTensorException {
    Codecs.requireRoom(target, spec, batch);
    ByteBuffer in = payload.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    byte[] head = JpegHead.of(shape, encoding.parameter());
    for (int i = 0; i < batch; i++) {
      image(next(in), head, target.slice(target.position() + i * shape.bytes(), shape.bytes()));
    }
    require(!in.hasRemaining(), "the payload goes on after the tensor's data");
  }

  private byte[] next(ByteBuffer in) throws MalformedTensorException {
    int length = in.remaining() < Integer.BYTES ? 0 : in.getInt();
    require(
        length > 0 && length <= shape.bytes() && length <= in.remaining(),
        "each image must have a length, at most that of its pixels, and so many bytes");
    byte[] image = new byte[length];
    in.get(image);
    return image;
  }

  private void image(byte[] image, byte[] head, ByteBuffer planes) throws MalformedTensorException {
    if (image.length == shape.bytes()) {
      planes.put(image);
      return;
    }
    JpegScan.require(image, shape);
    ByteBuffer file = ByteBuffer.allocate(head.length + image.length + JpegHead.END.length);
    file.put(head).put(image).put(JpegHead.END).flip();
    try {
      NativeDecoder.jpeg(file, 1, (width, height) -> rows(planes));
    } catch (ImageException e) {
      throw new MalformedTensorException("a JPEG cannot be decoded");
    }
  }

  private RowSink rows(ByteBuffer planes) {
    byte[] line = new byte[shape.width()];
    return (y, rgb) -> {
      for (int c = 0; c < shape.channels(); c++) {
        for (int x = 0; x < line.length; x++) {
          line[x] = (byte) (rgb[x] >>> (24 - 8 * c));
        }
        planes.put(c * shape.pixels() + y * line.length, line);
      }
    };
  }

  private static void require(boolean condition, String rule) throws MalformedTensorException {
    if (!condition) {
      throw new MalformedTensorException(rule);
    }
  }
}
