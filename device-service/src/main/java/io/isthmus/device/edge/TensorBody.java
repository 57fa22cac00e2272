package io.isthmus.device.edge;

import io.isthmus.tensor.Safetensors;
import io.isthmus.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * A tensor as the edge takes it, streamed from native memory. That memory may be freed while a
 * thread still hangs in writing to a dead link: so every look at it holds a lock, and there is none
 * after {@link #abandon()}.
 */
public final class TensorBody implements EdgeBody {

  private final String name;
  private final Tensor tensor;
  private boolean abandoned;

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
    Safetensors.write(out, name, tensor.spec(), tensor.batch(), chunk -> copyNext(data, chunk));
  }

  private synchronized int copyNext(ByteBuffer data, byte[] chunk) throws IOException {
    if (abandoned) {
      throw new IOException("the exchange was given up");
    }
    int n = Math.min(chunk.length, data.remaining());
    data.get(chunk, 0, n);
    return n;
  }

  @Override
  public synchronized void abandon() {
    abandoned = true;
  }
}
