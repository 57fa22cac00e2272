package io.isthmus.engine;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import io.isthmus.tensor.DType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A TorchScript module of a package.
 *
 * @param name as errors call it
 * @param block of the manager that it was loaded by, and freed with it
 */
record ScriptModule(String name, PtSymbolBlock block) {

  /**
   * Loads a module.
   *
   * @throws InvalidPackageException if libtorch does not load it
   */
  static ScriptModule load(PtNDManager manager, ModelPackage model, String name, InputStream in)
      throws IOException, InvalidPackageException {
    try {
      return new ScriptModule(name, JniUtils.loadModule(manager, in, false, false));
    } catch (EngineException e) {
      throw model.unusable(name + " is no TorchScript module that this libtorch loads");
    }
  }

  /**
   * Runs it. Through IValue rather than NDList: those are freed here even where the forward throws.
   *
   * @throws IllegalStateException if it gives something else than one tensor of that shape and type
   */
  PtNDArray forward(PtNDArray input, long[] shape, DType dtype) {
    try (IValue argument = IValue.from(input);
        IValue result = block.forward(argument)) {
      if (!result.isTensor()) {
        throw new IllegalStateException(
            "%s gives %s and not one tensor".formatted(name, result.getType()));
      }
      PtNDArray output = result.toTensor(input.getManager());
      requireShape(name, output, shape, dtype);
      return output;
    }
  }

  /** Compared as numbers: making a {@link Shape} allocates ten objects, for every unit. */
  static void requireShape(String what, PtNDArray array, long[] shape, DType dtype) {
    if (!Arrays.equals(array.getShape().getShape(), shape)
        || array.getDataType() != RequestMemory.dataType(dtype)) {
      throw new IllegalStateException(
          "%s is %s %s, but the manifest says %s %s"
              .formatted(what, type(array), array.getShape(), dtype, new Shape(shape)));
    }
  }

  private static String type(PtNDArray array) {
    DataType type = array.getDataType();
    return type == DataType.UNKNOWN ? "of an unknown type" : type.toString();
  }
}
