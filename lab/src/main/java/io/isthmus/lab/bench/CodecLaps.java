package io.isthmus.lab.bench;

import io.isthmus.cli.Statistics;
import io.isthmus.codec.TensorDecoder;
import io.isthmus.codec.TensorEncoder;
import io.isthmus.tensor.MalformedTensorException;
import io.isthmus.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Writes and reads tensors, one at a time, and takes the time. */
final class CodecLaps {

  private final TensorEncoder encoder;
  private final TensorDecoder decoder;
  private final List<Double> encodeNs = new ArrayList<>();
  private final List<Double> decodeNs = new ArrayList<>();
  private final List<Double> bits = new ArrayList<>();

  CodecLaps(TensorEncoder encoder, TensorDecoder decoder) {
    this.encoder = encoder;
    this.decoder = decoder;
  }

  /** One lap over all tensors. */
  void lap(List<Tensor> tensors, boolean counts) {
    for (Tensor tensor : tensors) {
      lap(tensor, counts);
    }
  }

  private void lap(Tensor tensor, boolean counts) {
    int size = (int) tensor.spec().bytes(1);
    ByteBuffer target = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    long start = System.nanoTime();
    ByteBuffer payload = encoder.encode(tensor);
    long written = System.nanoTime();
    int bytes = payload.remaining();
    try {
      decoder.decode(payload, 1, target);
    } catch (MalformedTensorException e) {
      throw new IllegalStateException(encoder.encoding() + " does not read what it wrote", e);
    }
    long read = System.nanoTime();
    if (counts) {
      double elements = tensor.spec().elements();
      encodeNs.add((written - start) / elements);
      decodeNs.add((read - written) / elements);
      bits.add(Byte.SIZE * bytes / elements);
    }
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
