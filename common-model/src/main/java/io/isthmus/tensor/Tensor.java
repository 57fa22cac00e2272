package io.isthmus.tensor;

import io.isthmus.network.CutTensors;
import io.isthmus.network.TensorSpec;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A batch of tensors of one kind in memory: row-major, in the machine's own byte order, which is
 * little-endian wherever libtorch runs.
 *
 * @param spec type and shape of one image's part
 * @param batch number of images, at least 1
 * @param data exactly {@code spec.bytes(batch)} bytes between position and limit; a direct buffer
 *     where the tensor crosses the JNI. It may be a view of native memory whose owner must outlive
 *     this object.
 */
public record Tensor(TensorSpec spec, int batch, ByteBuffer data) {

  /** Throws IllegalArgumentException if the buffer does not hold exactly that batch. */
  public Tensor {
    if (batch < 1 || data.remaining() != spec.bytes(batch)) {
      throw new IllegalArgumentException(
          "a batch of %d x %s needs %d bytes, not %d"
              .formatted(batch, spec, spec.bytes(batch), data.remaining()));
    }
  }

  /** A tensor of zeros for each of some tensors of a cut. */
  public static List<Tensor> zeros(CutTensors tensors, int batch) {
    return tensors.specs().stream()
        .map(spec -> new Tensor(spec, batch, ByteBuffer.allocate((int) spec.bytes(batch))))
        .toList();
  }
}
