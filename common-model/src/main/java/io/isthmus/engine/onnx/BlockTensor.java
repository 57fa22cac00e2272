package io.isthmus.engine.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.isthmus.engine.NativeTensor;
import io.isthmus.network.DType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A row-major tensor in memory of ours, on which ONNX Runtime reads and writes in place. */
final class BlockTensor implements NativeTensor {

  private final OnnxMemory memory;
  private final NativeBlock block;
  private final ByteBuffer bytes;
  private final boolean owner;
  private final DType dtype;
  private final long[] shape;

  private BlockTensor(
      OnnxMemory memory,
      NativeBlock block,
      ByteBuffer bytes,
      boolean owner,
      DType dtype,
      long[] shape) {
    this.memory = memory;
    this.block = block;
    this.bytes = bytes;
    this.owner = owner;
    this.dtype = dtype;
    this.shape = shape;
  }

  /** A tensor that is all of a block of that memory. */
  static BlockTensor whole(OnnxMemory memory, NativeBlock block, DType dtype, long[] shape) {
    return new BlockTensor(memory, block, block.bytes(), true, dtype, shape);
  }

  /** Throws IllegalArgumentException for a tensor of another engine. */
  static BlockTensor of(NativeTensor tensor) {
    if (tensor instanceof BlockTensor own) {
      return own;
    }
    throw new IllegalArgumentException("a tensor of another engine");
  }

  /** Some rows: a view, with another memory for what is computed from it. */
  BlockTensor rows(OnnxMemory own, int first, int count) {
    int row = bytes.capacity() / batch();
    long[] rows = shape.clone();
    rows[0] = count;
    return new BlockTensor(
        own, block, buffer().slice(first * row, count * row), false, dtype, rows);
  }

  /** To which belongs what is computed from it. */
  OnnxMemory memory() {
    return memory;
  }

  /** Size of the outermost dimension. */
  int batch() {
    return (int) shape[0];
  }

  @Override
  public ByteBuffer buffer() {
    block.bytes(); // throws where that is closed
    return bytes.duplicate().order(ByteOrder.nativeOrder());
  }

  /** What ONNX Runtime is given: no copy; the caller closes it. */
  OnnxTensor value(OrtEnvironment environment) throws OrtException {
    return OnnxTensor.createTensor(environment, buffer(), shape, javaType(dtype));
  }

  static OnnxJavaType javaType(DType dtype) {
    return switch (dtype) {
      case U8 -> OnnxJavaType.UINT8;
      case F32 -> OnnxJavaType.FLOAT;
    };
  }

  @Override
  public void require(String name, DType wanted, long[] wantedShape) {
    if (dtype != wanted || !Arrays.equals(shape, wantedShape)) {
      throw new IllegalStateException(
          "%s is %s %s, but the manifest says %s %s"
              .formatted(name, dtype, written(shape), wanted, written(wantedShape)));
    }
  }

  private static String written(long[] shape) {
    return Arrays.stream(shape)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  @Override
  public boolean isPlain() {
    return true;
  }

  @Override
  public void release() {
    if (owner) {
      memory.release(block);
    }
  }
}
