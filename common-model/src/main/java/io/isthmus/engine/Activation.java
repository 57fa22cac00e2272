package io.isthmus.engine;

import ai.djl.pytorch.engine.PtNDArray;
import io.isthmus.tensor.Tensor;
import io.isthmus.tensor.TensorSpec;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * h_l of a batch, in native memory that belongs to the {@link RequestMemory} it was made in. It is
 * no longer usable once that is closed.
 */
public final class Activation {

  private final int cut;
  private final int batch;
  private final TensorSpec spec;
  private final PtNDArray array;
  private @Nullable ByteBuffer rowMajor;

  Activation(int cut, int batch, TensorSpec spec, PtNDArray array) {
    this.cut = cut;
    this.batch = batch;
    this.spec = spec;
    this.array = array;
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
    return array.toByteBuffer(true);
  }

  /** Frees it before the rest of the request's memory. */
  public void release() {
    array.close();
  }

  TensorSpec spec() {
    return spec;
  }

  PtNDArray array() {
    return array;
  }
}
