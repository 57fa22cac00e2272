package io.isthmus.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** The values of a batch image by image: of each those of one tensor after those of another. */
public final class ImageRows {

  private ImageRows() {}

  /**
   * Copies the values of some tensors of one batch.
   *
   * @return a heap buffer in native byte order, ready to be read
   */
  public static ByteBuffer of(List<Tensor> tensors) {
    int bytes = tensors.stream().mapToInt(tensor -> tensor.data().remaining()).sum();
    int batch = tensors.get(0).batch();
    ByteBuffer rows = ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    for (int image = 0; image < batch; image++) {
      for (Tensor tensor : tensors) {
        int size = tensor.data().remaining() / batch;
        rows.put(tensor.data().slice(tensor.data().position() + image * size, size));
      }
    }
    return rows.flip();
  }

  /** Copies the values of some tensors of one batch, F32, into one array for each image. */
  public static List<float[]> perImage(List<Tensor> tensors) {
    FloatBuffer values = of(tensors).asFloatBuffer();
    int batch = tensors.get(0).batch();
    List<float[]> images = new ArrayList<>();
    for (int image = 0; image < batch; image++) {
      float[] row = new float[values.remaining() / (batch - image)];
      values.get(row);
      images.add(row);
    }
    return images;
  }
}
