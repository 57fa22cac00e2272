package io.isthmus.engine.onnx;

import io.isthmus.engine.NativeTensor;
import io.isthmus.engine.TensorMemory;
import io.isthmus.network.DType;
import java.util.HashSet;
import java.util.Set;

/** The tensors of one request. */
final class OnnxMemory implements TensorMemory {

  private final Set<NativeBlock> blocks = new HashSet<>(); // by identity
  private boolean closed;

  @Override
  public BlockTensor allocate(DType dtype, long... shape) {
    if (closed) {
      throw new IllegalStateException("this memory is closed");
    }
    long size = dtype.bytes();
    for (long dimension : shape) {
      size = Math.multiplyExact(size, dimension);
    }
    NativeBlock block = NativeBlock.allocate(size);
    blocks.add(block);
    return BlockTensor.whole(this, block, dtype, shape);
  }

  @Override
  public NativeTensor rows(NativeTensor from, int first, int count) {
    return BlockTensor.of(from).rows(this, first, count);
  }

  /** Frees a block of this memory before the rest. */
  void release(NativeBlock block) {
    if (blocks.remove(block)) {
      block.free();
    }
  }

  @Override
  public void close() {
    closed = true;
    blocks.forEach(NativeBlock::free);
    blocks.clear();
  }
}
