package io.isthmus.device.edge;

import io.isthmus.network.EncodedTensorBody;
import io.isthmus.tensor.Safetensors;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** An encoded tensor as the edge takes it, streamed from the heap. */
public final class EncodedBody implements EdgeBody {

  private final EncodedTensorBody form;
  private final ByteBuffer payload;
  private final RevocableBuffer loan = new RevocableBuffer();

  /**
   * A body with one tensor.
   *
   * @param form what the payload is to be decoded to, and from what
   * @param payload what an encoder gave, to its limit; not to be changed any more
   */
  public EncodedBody(EncodedTensorBody form, ByteBuffer payload) {
    this.form = form;
    this.payload = payload;
  }

  @Override
  public String contentType() {
    return Safetensors.MEDIA_TYPE;
  }

  @Override
  public long length() {
    return form.size(payload.remaining());
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    ByteBuffer data = payload.duplicate();
    Safetensors.write(out, form, data.remaining(), chunk -> loan.copyNext(data, chunk));
  }

  /** A thread that still hangs in writing it ends at its next chunk. */
  @Override
  public void abandon() {
    loan.end();
  }
}
