package io.isthmus.engine.torch;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.isthmus.engine.BackendException;
import io.isthmus.engine.NativeTensor;
import io.isthmus.engine.TensorMemory;
import io.isthmus.network.DType;

/**
 * Memory of libtorch. The garbage collector frees none of it.
 *
 * @param manager frees all that was made by it when it is closed
 */
record TorchMemory(PtNDManager manager) implements TensorMemory {

  @Override
  public NativeTensor allocate(DType dtype, long... shape) {
    try {
      return new TorchTensor(manager.create(new Shape(shape), TorchTensor.dataType(dtype)));
    } catch (EngineException e) {
      throw new BackendException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public NativeTensor rows(NativeTensor from, int first, int count) {
    NDIndex index = new NDIndex().addSliceDim(first, (long) first + count);
    return new TorchTensor((PtNDArray) TorchTensor.of(from).array().get(manager, index));
  }

  @Override
  public void close() {
    manager.close();
  }
}
