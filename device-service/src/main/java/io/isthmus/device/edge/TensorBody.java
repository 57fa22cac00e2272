package io.isthmus.device.edge;

import io.isthmus.tensor.Safetensors;
import io.isthmus.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** A tensor as the edge takes it, streamed from native memory. */
public final class TensorBody implements EdgeBody {

  private final String name;
  private final Tensor tensor;
  private final RevocableBuffer loan = new RevocableBuffer();

  /** A body with one tensor. */
  public TensorBody(String name, Tensor tensor) {
    this.name = name;
    this.tensor = tensor;
  }

  @Override
  public String contentType() {
    return Safetensors.MEDIA_TYPE;
  }

  @Override
  public long length() {
    return Safetensors.size(name, tensor.spec(), tensor.batch());
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    ByteBuffer data = tensor.data().duplicate();
    Safetensors.write(
        out, name, tensor.spec(), tensor.batch(), chunk -> loan.copyNext(data, chunk));
  }

  @Override
  public void abandon() {
    loan.end();
  }
}
