package io.isthmus.tensor;

import static io.isthmus.tensor.SafetensorsHeader.require;

import io.isthmus.network.EncodedTensorBody;
import io.isthmus.network.TensorBody;
import io.isthmus.network.TensorSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/**
 * The one-tensor form of safetensors: an 8-byte little-endian header length, a JSON header, the raw
 * little-endian data. Reading comes in two steps, so that nothing is allocated for the data before
 * the header has been found to be exactly what is expected.
 */
public final class Safetensors {

  /** The media type of a body in this form. */
  public static final String MEDIA_TYPE = "application/x-safetensors";

  /** Larger ones are no faster, and would be most of what a request allocates. */
  private static final int CHUNK = 8 * 1024;

  private Safetensors() {}

  /** Bytes of a whole body: length field, header and data. */
  public static long size(String name, TensorSpec spec, int batch) {
    return TensorBody.size(name, spec, batch);
  }

  /** Gives the data of a tensor piece by piece, in order. */
  public interface DataSource {
    /** Fills the beginning of {@code chunk} with the next bytes; returns how many, 0 at the end. */
    int next(byte[] chunk) throws IOException;
  }

  /** Writes a whole body. The tensor's buffer is left as it was. */
  public static void write(OutputStream out, String name, Tensor tensor) throws IOException {
    ByteBuffer data = tensor.data().duplicate();
    write(
        out,
        name,
        tensor.spec(),
        tensor.batch(),
        chunk -> {
          int n = Math.min(chunk.length, data.remaining());
          data.get(chunk, 0, n);
          return n;
        });
  }

  /** Writes a whole body whose data comes from a source. */
  public static void write(
      OutputStream out, String name, TensorSpec spec, int batch, DataSource source)
      throws IOException {
    write(out, TensorBody.header(name, spec, batch), spec.bytes(batch), source);
  }

  /** Writes a whole body of so many bytes of payload, which come from a source. */
  public static void write(
      OutputStream out, EncodedTensorBody body, long payload, DataSource source)
      throws IOException {
    write(out, body.header(payload), payload, source);
  }

  private static void write(OutputStream out, byte[] header, long bytes, DataSource source)
      throws IOException {
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.write(length.putLong(0, header.length).array());
    out.write(header);
    byte[] chunk = new byte[(int) Math.min(CHUNK, bytes)];
    for (int n = source.next(chunk); n > 0; n = source.next(chunk)) {
      out.write(chunk, 0, n);
    }
  }

  /**
   * Reads the header of a body and checks it; the data is still to come.
   *
   * @param in the body
   * @param contentLength the length that the sender announced, if it did
   * @throws MalformedTensorException if it announces anything but the expected tensor
   * @throws IOException if the stream itself fails
   */
  public static IncomingTensor open(
      InputStream in, OptionalLong contentLength, TensorExpectation expected)
      throws IOException, MalformedTensorException {
    byte[] header = readHeader(in);
    SafetensorsHeader.Declared declared = SafetensorsHeader.read(header, expected);
    long bytes = declared.bytes();
    long total = Long.BYTES + header.length + bytes;
    require(
        contentLength.isEmpty() || contentLength.getAsLong() == total,
        () -> "the body must have %d bytes".formatted(total));
    require(bytes <= Integer.MAX_VALUE, "the tensor has 2 GiB or more");
    return new IncomingTensor(in, expected.spec(), declared);
  }

  private static byte[] readHeader(InputStream in) throws IOException, MalformedTensorException {
    byte[] lengthField = in.readNBytes(Long.BYTES);
    require(lengthField.length == Long.BYTES, "the body is shorter than a safetensors header");
    long length = ByteBuffer.wrap(lengthField).order(ByteOrder.LITTLE_ENDIAN).getLong();
    require(
        length >= 2 && length <= SafetensorsHeader.MAX_BYTES,
        () -> "the header must have 2 to %d bytes".formatted(SafetensorsHeader.MAX_BYTES));
    byte[] header = in.readNBytes((int) length);
    require(header.length == length, "the body ends within its header");
    return header;
  }
}
