package io.isthmus.codec;

import io.isthmus.network.DType;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.MalformedTensorException;
import io.isthmus.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;

/** Tensors for the tests of codecs. */
final class Tensors {

  private Tensors() {}

  static TensorSpec floats(Integer... shape) {
    return new TensorSpec(DType.F32, List.of(shape));
  }

  static TensorSpec bytes(Integer... shape) {
    return new TensorSpec(DType.U8, List.of(shape));
  }

  static ByteBuffer room(TensorSpec spec, int batch) {
    return ByteBuffer.allocateDirect((int) spec.bytes(batch)).order(ByteOrder.nativeOrder());
  }

  static Tensor of(TensorSpec spec, int batch, float... values) {
    ByteBuffer data = room(spec, batch);
    data.asFloatBuffer().put(values);
    return new Tensor(spec, batch, data);
  }

  static Tensor ofBytes(TensorSpec spec, int batch, byte... values) {
    return new Tensor(spec, batch, room(spec, batch).put(values).flip());
  }

  static float[] values(ByteBuffer data) {
    float[] values = new float[data.remaining() / Float.BYTES];
    data.duplicate().order(ByteOrder.nativeOrder()).asFloatBuffer().get(values);
    return values;
  }

  static Tensor decoded(TensorDecoder decoder, ByteBuffer payload, TensorSpec spec, int batch)
      throws MalformedTensorException {
    ByteBuffer target = room(spec, batch);
    decoder.decode(payload, batch, target);
    return new Tensor(spec, batch, target);
  }

  /** A payload's bytes. */
  static byte[] array(ByteBuffer payload) {
    byte[] bytes = new byte[payload.remaining()];
    payload.duplicate().get(bytes);
    return bytes;
  }

  /** What feature maps resemble: smooth in space, each channel with a mean of its own. */
  static Tensor smooth(TensorSpec spec, int batch, long seed) {
    TensorPlanes planes = TensorPlanes.of(spec);
    float[] values = new float[batch * planes.elements()];
    Random random = new Random(seed);
    float last = 0;
    for (int i = 0; i < values.length; i++) {
      last = 0.7f * last + (float) random.nextGaussian();
      values[i] = last + i / planes.size() % planes.channels();
    }
    return of(spec, batch, values);
  }
}
