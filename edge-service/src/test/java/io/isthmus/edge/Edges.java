package io.isthmus.edge;

import io.isthmus.network.DType;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.Safetensors;
import io.isthmus.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/** Bodies for an edge. */
final class Edges {

  private Edges() {}

  /** A body of seeded values: bytes, or floats between -1 and 1. */
  static byte[] tensor(String name, TensorSpec spec, int batch, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ByteBuffer data = ByteBuffer.allocate((int) spec.bytes(batch)).order(ByteOrder.nativeOrder());
    while (data.hasRemaining()) {
      if (spec.dtype() == DType.F32) {
        data.putFloat((float) random.nextDouble(-1, 1));
      } else {
        data.put((byte) random.nextInt());
      }
    }
    return body(name, new Tensor(spec, batch, data.flip()));
  }

  static byte[] body(String name, Tensor tensor) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      Safetensors.write(out, name, tensor);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
