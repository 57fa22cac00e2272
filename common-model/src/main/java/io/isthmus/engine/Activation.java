package io.isthmus.engine;

import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * h_l of a batch, in native memory that belongs to the {@link RequestMemory} it was made in. It is
 * no longer usable once that is closed.
 */
public final class Activation {

  private final int cut;
  private final int batch;
  private final TensorSpec spec;
  private final List<NativeTensor> tensors; // one today: a package names one tensor for a cut
  private @Nullable ByteBuffer rowMajor;

  Activation(int cut, int batch, TensorSpec spec, List<NativeTensor> tensors) {
    this.cut = cut;
    this.batch = batch;
    this.spec = spec;
    this.tensors = tensors;
  }

  /** l: the number of units that have been run. */
  public int cut() {
    return cut;
  }

  /** Number of images. */
  public int batch() {
    return batch;
  }

  /**
   * The values in row-major order, as they travel: a view of native memory, valid until the
   * request's memory is closed. Feature maps lie channels-last, so the first call copies them: that
   * is computing, and belongs on an inference thread like all of it.
   */
  public Tensor tensor() {
    ByteBuffer values = rowMajor;
    if (values == null) {
      values = buffer();
      rowMajor = values;
    }
    return new Tensor(spec, batch, values.duplicate().order(values.order()));
  }

  /** The same view, to be written to; only for an activation that was allocated to be filled. */
  public ByteBuffer buffer() {
    return tensors.get(0).buffer();
  }

  /** Frees it before the rest of the request's memory. */
  public void release() {
    tensors.forEach(NativeTensor::release);
  }

  TensorSpec spec() {
    return spec;
  }

  List<NativeTensor> tensors() {
    return tensors;
  }
}
