package io.isthmus.lab.bench;

import io.isthmus.cli.Statistics;
import io.isthmus.codec.CutDecoder;
import io.isthmus.codec.CutEncoder;
import io.isthmus.tensor.MalformedTensorException;
import io.isthmus.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Writes and reads the tensors of a cut, one picture at a time, and takes the time. */
final class CodecLaps {

  private final CutEncoder encoder;
  private final CutDecoder decoder;
  private final List<Double> encodeNs = new ArrayList<>();
  private final List<Double> decodeNs = new ArrayList<>();
  private final List<Double> bits = new ArrayList<>();

  CodecLaps(CutEncoder encoder, CutDecoder decoder) {
    this.encoder = encoder;
    this.decoder = decoder;
  }

  /** One lap over all pictures. */
  void lap(List<List<Tensor>> pictures, boolean counts) {
    for (List<Tensor> tensors : pictures) {
      lapOver(tensors, counts);
    }
  }

  private void lapOver(List<Tensor> tensors, boolean counts) {
    List<ByteBuffer> targets = tensors.stream().map(CodecLaps::room).toList();
    long start = System.nanoTime();
    List<ByteBuffer> payloads = encoder.encode(tensors);
    long written = System.nanoTime();
    int bytes = payloads.stream().mapToInt(ByteBuffer::remaining).sum();
    try {
      for (int i = 0; i < targets.size(); i++) {
        decoder.decode(i, payloads.get(i), 1, targets.get(i));
      }
    } catch (MalformedTensorException e) {
      throw new IllegalStateException(encoder.encoding() + " does not read what it wrote", e);
    }
    long read = System.nanoTime();
    if (counts) {
      double elements = tensors.stream().mapToDouble(tensor -> tensor.spec().elements()).sum();
      encodeNs.add((written - start) / elements);
      decodeNs.add((read - written) / elements);
      bits.add(Byte.SIZE * bytes / elements);
    }
  }

  private static ByteBuffer room(Tensor tensor) {
    int size = (int) tensor.spec().bytes(1);
    return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
  }

  /** Median time to write an element, in nanoseconds. */
  double medianEncodeNs() {
    return Statistics.median(encodeNs);
  }

  /** Median time to read an element, in nanoseconds. */
  double medianDecodeNs() {
    return Statistics.median(decodeNs);
  }

  /** Mean bits of an element. */
  double meanBits() {
    return bits.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }
}
