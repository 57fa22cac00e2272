package io.isthmus.device.edge;

import io.isthmus.network.EncodedTensorBody;
import io.isthmus.tensor.Safetensors;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** Encoded tensors as the edge takes them, streamed from the heap. */
public final class EncodedBody implements EdgeBody {

  private final EncodedTensorBody form;
  private final List<ByteBuffer> payloads;
  private final RevocableBuffer loan = new RevocableBuffer();

  /**
   * A body with the tensors of a cut.
   *
   * @param form what the payloads are to be decoded to, and from what
   * @param payloads what an encoder gave, to their limits; not to be changed any more
   */
  public EncodedBody(EncodedTensorBody form, List<ByteBuffer> payloads) {
    this.form = form;
    this.payloads = List.copyOf(payloads);
  }

  private List<Integer> bytes() {
    return payloads.stream().map(ByteBuffer::remaining).toList();
  }

  @Override
  public String contentType() {
    return Safetensors.MEDIA_TYPE;
  }

  @Override
  public long length() {
    return form.size(bytes());
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    List<ByteBuffer> data = payloads.stream().map(ByteBuffer::duplicate).toList();
    Safetensors.write(out, form, bytes(), chunk -> loan.copyNext(data, chunk));
  }

  /** A thread that still hangs in writing it ends at its next chunk. */
  @Override
  public void abandon() {
    loan.end();
  }
}
