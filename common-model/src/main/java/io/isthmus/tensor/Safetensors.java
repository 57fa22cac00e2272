package io.isthmus.tensor;

import static io.isthmus.tensor.SafetensorsHeader.require;

import io.isthmus.network.CutTensors;
import io.isthmus.network.EncodedTensorBody;
import io.isthmus.network.TensorBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalLong;

/**
 * The form of safetensors that tensors of a cut travel in: an 8-byte little-endian header length, a
 * JSON header, the raw little-endian data of one tensor after another. Reading comes in two steps,
 * so that nothing is allocated for the data before the header has been found to be exactly what is
 * expected.
 */
public final class Safetensors {

  /** The media type of a body in this form. */
  public static final String MEDIA_TYPE = "application/x-safetensors";

  /** Larger ones are no faster, and would be most of what a request allocates. */
  private static final int CHUNK = 8 * 1024;

  private Safetensors() {}

  /** Gives data piece by piece, in order. */
  public interface DataSource {
    /** Fills the beginning of {@code chunk} with the next bytes; returns how many, 0 at the end. */
    int next(byte[] chunk) throws IOException;
  }

  /** Writes a whole body with one tensor. The tensor's buffer is left as it was. */
  public static void write(OutputStream out, String name, Tensor tensor) throws IOException {
    write(out, CutTensors.of(name, tensor.spec()), List.of(tensor));
  }

  /**
   * Writes a whole body. The tensors' buffers are left as they were.
   *
   * @param named what the tensors are called, in their order
   */
  public static void write(OutputStream out, CutTensors named, List<Tensor> tensors)
      throws IOException {
    List<ByteBuffer> data = tensors.stream().map(tensor -> tensor.data().duplicate()).toList();
    write(out, named, tensors.get(0).batch(), chunk -> copyNext(data, chunk));
  }

  /**
   * Copies the next bytes of some buffers that follow one another into a chunk.
   *
   * @return how many; 0 at the end of all
   */
  public static int copyNext(List<ByteBuffer> data, byte[] chunk) {
    for (ByteBuffer each : data) {
      if (each.hasRemaining()) {
        int n = Math.min(chunk.length, each.remaining());
        each.get(chunk, 0, n);
        return n;
      }
    }
    return 0;
  }

  /** Writes a whole body whose data, that of one tensor after another, comes from a source. */
  public static void write(OutputStream out, CutTensors named, int batch, DataSource source)
      throws IOException {
    write(out, TensorBody.header(named, batch), named.bytes(batch), source);
  }

  /**
   * Writes a whole body of payloads, which come from a source.
   *
   * @param payloads bytes of each
   */
  public static void write(
      OutputStream out, EncodedTensorBody body, List<Integer> payloads, DataSource source)
      throws IOException {
    long bytes = payloads.stream().mapToLong(Integer::longValue).sum();
    write(out, body.header(payloads), bytes, source);
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
   * @throws MalformedTensorException if it announces anything but the expected tensors
   * @throws IOException if the stream itself fails
   */
  public static IncomingTensors open(
      InputStream in, OptionalLong contentLength, TensorExpectation expected)
      throws IOException, MalformedTensorException {
    byte[] header = readHeader(in, SafetensorsHeader.mostBytes(expected.tensors().size()));
    SafetensorsHeader.Declared declared = SafetensorsHeader.read(header, expected);
    long bytes = declared.allBytes();
    long total = Long.BYTES + header.length + bytes;
    require(
        contentLength.isEmpty() || contentLength.getAsLong() == total,
        () -> "the body must have %d bytes".formatted(total));
    require(bytes <= Integer.MAX_VALUE, "the tensor has 2 GiB or more");
    return new IncomingTensors(in, expected.tensors(), declared);
  }

  private static byte[] readHeader(InputStream in, int most)
      throws IOException, MalformedTensorException {
    byte[] lengthField = in.readNBytes(Long.BYTES);
    require(lengthField.length == Long.BYTES, "the body is shorter than a safetensors header");
    long length = ByteBuffer.wrap(lengthField).order(ByteOrder.LITTLE_ENDIAN).getLong();
    require(
        length >= 2 && length <= most, () -> "the header must have 2 to %d bytes".formatted(most));
    byte[] header = in.readNBytes((int) length);
    require(header.length == length, "the body ends within its header");
    return header;
  }
}
