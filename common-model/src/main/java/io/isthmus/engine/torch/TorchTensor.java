package io.isthmus.engine.torch;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.isthmus.engine.BackendException;
import io.isthmus.engine.NativeTensor;
import io.isthmus.network.DType;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A tensor of libtorch.
 *
 * @param array freed with its manager
 */
record TorchTensor(PtNDArray array) implements NativeTensor {

  private static final int DENSE = 0; // libtorch's number of that layout

  /** Throws IllegalArgumentException for a tensor of another engine. */
  static TorchTensor of(NativeTensor tensor) {
    if (tensor instanceof TorchTensor own) {
      return own;
    }
    throw new IllegalArgumentException("a tensor of another engine");
  }

  /**
   * Feature maps lie channels-last: of these it is a copy, as of every view that is not dense, and
   * of all that a GPU has computed.
   */
  @Override
  public ByteBuffer buffer() {
    try {
      return array.toByteBuffer(true);
    } catch (EngineException e) {
      throw new BackendException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Compared as numbers: making a {@link Shape} allocates ten objects, for every unit. */
  @Override
  public void require(String name, DType dtype, long[] shape) {
    if (!Arrays.equals(array.getShape().getShape(), shape)
        || array.getDataType() != dataType(dtype)) {
      throw new IllegalStateException(
          "%s is %s %s, but the manifest says %s %s"
              .formatted(name, typeName(), array.getShape(), dtype, new Shape(shape)));
    }
  }

  private String typeName() {
    DataType type = array.getDataType();
    return type == DataType.UNKNOWN ? "of an unknown type" : type.toString();
  }

  static DataType dataType(DType dtype) {
    return switch (dtype) {
      case U8 -> DataType.UINT8;
      case F32 -> DataType.FLOAT32;
    };
  }

  /** Neither sparse nor in a layout of oneDNN's own, and on a device that is known, with data. */
  @Override
  public boolean isPlain() {
    try {
      Device device = array.getDevice();
      return JniUtils.getLayout(array) == DENSE
          && (device.isGpu() || device.getDeviceType().equals(Device.cpu().getDeviceType()));
    } catch (IllegalArgumentException e) { // of a device that DJL does not know
      return false;
    }
  }

  @Override
  public void release() {
    array.close();
  }
}
