package io.isthmus.engine;

import io.isthmus.network.CutTensors;
import io.isthmus.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * h_l of a batch, in native memory that belongs to the {@link RequestMemory} it was made in. It is
 * no longer usable once that is closed.
 */
public final class Activation {

  private final int cut;
  private final int batch;
  private final CutTensors spec;
  private final List<NativeTensor> tensors;
  private @Nullable List<ByteBuffer> rowMajor;

  /** The tensors are as many as {@code spec} says. */
  Activation(int cut, int batch, CutTensors spec, List<NativeTensor> tensors) {
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

  /** Names, types and shapes of its tensors. */
  public CutTensors spec() {
    return spec;
  }

  /**
   * The values of each tensor in row-major order, as they travel: views of native memory, valid
   * until the request's memory is closed. Feature maps lie channels-last, so the first call copies
   * them: that is computing, and belongs on an inference thread like all of it.
   */
  public List<Tensor> values() {
    List<ByteBuffer> buffers = rowMajor;
    if (buffers == null) {
      buffers = buffers();
      rowMajor = buffers;
    }
    List<Tensor> values = new ArrayList<>(buffers.size());
    for (int i = 0; i < buffers.size(); i++) {
      ByteBuffer view = buffers.get(i).duplicate().order(buffers.get(i).order());
      values.add(new Tensor(spec.tensors().get(i).spec(), batch, view));
    }
    return values;
  }

  /** The only one of {@link #values}; throws IllegalStateException if there are several. */
  public Tensor tensor() {
    spec.only();
    return values().get(0);
  }

  /** The same views, to be written to; only for an activation that was allocated to be filled. */
  public List<ByteBuffer> buffers() {
    return tensors.stream().map(NativeTensor::buffer).toList();
  }

  /** The only one of {@link #buffers}; throws IllegalStateException if there are several. */
  public ByteBuffer buffer() {
    spec.only();
    return tensors.get(0).buffer();
  }

  /** Frees it before the rest of the request's memory. */
  public void release() {
    tensors.forEach(NativeTensor::release);
  }

  List<NativeTensor> tensors() {
    return tensors;
  }
}
