package io.isthmus.device.edge;

import io.isthmus.network.CutTensors;
import io.isthmus.tensor.Safetensors;
import io.isthmus.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** Tensors as the edge takes them, streamed from native memory. */
public final class TensorBody implements EdgeBody {

  private final CutTensors named;
  private final List<Tensor> tensors;
  private final RevocableBuffer loan = new RevocableBuffer();

  /**
   * A body with the tensors of a cut.
   *
   * @param named what they are called, in their order
   */
  public TensorBody(CutTensors named, List<Tensor> tensors) {
    this.named = named;
    this.tensors = List.copyOf(tensors);
  }

  private int batch() {
    return tensors.get(0).batch();
  }

  @Override
  public String contentType() {
    return Safetensors.MEDIA_TYPE;
  }

  @Override
  public long length() {
    return io.isthmus.network.TensorBody.size(named, batch());
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    List<ByteBuffer> data = tensors.stream().map(tensor -> tensor.data().duplicate()).toList();
    Safetensors.write(out, named, batch(), chunk -> loan.copyNext(data, chunk));
  }

  @Override
  public void abandon() {
    loan.end();
  }
}
