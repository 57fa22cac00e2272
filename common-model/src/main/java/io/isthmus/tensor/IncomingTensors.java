package io.isthmus.tensor;

import static io.isthmus.tensor.SafetensorsHeader.require;

import io.isthmus.encoding.Encoding;
import io.isthmus.network.CutTensors;
import io.isthmus.network.DType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;

/** Tensors whose header has been read and accepted, and whose data is still in the stream. */
public final class IncomingTensors {

  /** As much as a connector has at a time. */
  private static final int CHUNK = 8 * 1024;

  private final InputStream in;
  private final CutTensors tensors;
  private final SafetensorsHeader.Declared declared;

  /**
   * Tensors in their own types.
   *
   * @param in their data one after another, and nothing else, to the end
   * @param tensors type and shape of one image's part of each
   * @param batch number of images; the data must be within 2 GiB
   */
  public IncomingTensors(InputStream in, CutTensors tensors, int batch) {
    this(in, tensors, SafetensorsHeader.Declared.raw(tensors, batch));
  }

  IncomingTensors(InputStream in, CutTensors tensors, SafetensorsHeader.Declared declared) {
    this.in = in;
    this.tensors = tensors;
    this.declared = declared;
  }

  /** Number of images in the batch. */
  public int batch() {
    return declared.batch();
  }

  /** Names, and type and shape of one image's part of each, decoded. */
  public CutTensors tensors() {
    return tensors;
  }

  /** How they are written: raw, or what their payloads have to be decoded from. */
  public Encoding encoding() {
    return declared.encoding();
  }

  /** Bytes of data that are still to come of each: of the tensor itself, or of its payload. */
  public List<Integer> bytes() {
    return declared.bytes().stream().map(Math::toIntExact).toList();
  }

  /** Reads the data of the only tensor; see {@link #readInto(List)}. */
  public void readInto(ByteBuffer target) throws IOException, MalformedTensorException {
    readInto(List.of(target));
  }

  /**
   * Reads the data to the body's end; payloads as they are. Values are checked chunk by chunk as
   * they arrive, while they are still in the cache.
   *
   * @param targets a buffer for each, with exactly its {@link #bytes()} remaining, of native byte
   *     order
   * @throws MalformedTensorException if the data is too short or too long, or not finite
   */
  public void readInto(List<ByteBuffer> targets) throws IOException, MalformedTensorException {
    if (!targets.stream().map(ByteBuffer::remaining).toList().equals(bytes())) {
      throw new IllegalArgumentException("the targets must have room for the data and no more");
    }
    byte[] chunk = new byte[Math.min(CHUNK, Collections.max(bytes()))];
    for (int i = 0; i < targets.size(); i++) {
      boolean floats = tensors.tensors().get(i).spec().dtype() == DType.F32;
      read(targets.get(i), floats && encoding().equals(Encoding.RAW), chunk);
    }
    require(in.read() < 0, "the body goes on after the tensor's data");
  }

  private void read(ByteBuffer target, boolean floats, byte[] chunk)
      throws IOException, MalformedTensorException {
    int whole = floats ? DType.F32.bytes() : 1;
    int[] words = new int[floats ? chunk.length / Integer.BYTES : 0];
    while (target.hasRemaining()) {
      int n = in.readNBytes(chunk, 0, Math.min(chunk.length, target.remaining()));
      require(n > 0 && n % whole == 0, "the body ends within the tensor's data");
      target.put(chunk, 0, n);
      if (floats) {
        FiniteFloats.require(target.slice(target.position() - n, n), words);
      }
    }
  }
}
