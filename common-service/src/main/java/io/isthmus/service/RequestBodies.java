package io.isthmus.service;

import io.isthmus.tensor.IncomingTensor;
import io.isthmus.tensor.MalformedTensorException;
import io.isthmus.tensor.Safetensors;
import io.isthmus.tensor.TensorExpectation;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import org.springframework.stereotype.Component;

/** Reads request bodies other than multipart, within the limits of size and time. */
@Component
public class RequestBodies {

  private final LimitProperties limits;

  RequestBodies(LimitProperties limits) {
    this.limits = limits;
  }

  /** 413 for a body that announces itself as too large, before anything is read of it. */
  public void requireAcceptableLength(HttpServletRequest request) {
    if (request.getContentLengthLong() > limits.maxBody().toBytes()) {
      throw BoundedBody.tooLarge(limits.maxBody());
    }
  }

  /**
   * A body that has been read.
   *
   * @param batch number of images
   * @param receiveMs from its first to its last byte
   */
  public record Received(int batch, double receiveMs) {}

  /**
   * Reads the one tensor that a body must hold.
   *
   * @param allocate gives the buffer for a batch of that many images
   * @throws MalformedTensorException if the body is anything else
   */
  public Received read(
      HttpServletRequest request, TensorExpectation expected, IntFunction<ByteBuffer> allocate)
      throws IOException, MalformedTensorException {
    long length = request.getContentLengthLong();
    OptionalLong known = length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
    try (BoundedBody body = bounded(request)) {
      try {
        IncomingTensor tensor = Safetensors.open(body, known, expected);
        tensor.readInto(allocate.apply(tensor.batch()));
        return new Received(tensor.batch(), body.arrivalMs());
      } catch (MalformedTensorException e) {
        if (known
            .isEmpty()) { // a chunked body may be too large besides, which is the better answer
          body.transferTo(OutputStream.nullOutputStream());
        }
        throw e;
      }
    }
  }

  /** Reads a body of any kind and throws it away; returns how many milliseconds it took. */
  public double drain(HttpServletRequest request) throws IOException {
    try (BoundedBody body = bounded(request)) {
      body.transferTo(OutputStream.nullOutputStream());
      return body.arrivalMs();
    }
  }

  /** A body of any kind, within the limits; reading beyond them throws their problem. */
  public InputStream open(HttpServletRequest request) throws IOException {
    return bounded(request);
  }

  private BoundedBody bounded(HttpServletRequest request) throws IOException {
    requireAcceptableLength(request);
    return new BoundedBody(request.getInputStream(), limits.maxBody(), limits.uploadTime());
  }
}
