package io.isthmus.service.http.body;

import io.isthmus.encoding.Encoding;
import io.isthmus.service.admission.Admission;
import io.isthmus.service.connection.ConnectionProperties;
import io.isthmus.service.connection.CurrentConnection;
import io.isthmus.service.connection.Pace;
import io.isthmus.service.observability.Spans;
import io.isthmus.service.settings.LimitProperties;
import io.isthmus.tensor.IncomingTensors;
import io.isthmus.tensor.MalformedTensorException;
import io.isthmus.tensor.Safetensors;
import io.isthmus.tensor.TensorExpectation;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * Opens request bodies within the limits of size and time, and reads those other than multipart.
 */
@Component
public class RequestBodies {

  private final LimitProperties limits;
  private final ConnectionProperties connections;
  private final Arrivals arrivals;
  private final Spans spans;

  RequestBodies(
      LimitProperties limits, ConnectionProperties connections, Arrivals arrivals, Spans spans) {
    this.limits = limits;
    this.connections = connections;
    this.arrivals = arrivals;
    this.spans = spans;
  }

  /**
   * Refuses a body by its headers, before anything is read of it: 413 for one that announces itself
   * as too large, 415 for one that is packed in a way that nobody here can unpack.
   */
  public void requireAcceptableLength(HttpServletRequest request) {
    ContentCoding.of(request);
    if (request.getContentLengthLong() > limits.maxBody().toBytes()) {
      throw LimitedInputStream.tooLarge(limits.maxBody());
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
   * Reads the tensors that a body must hold, or their payloads where they are encoded. What those
   * decode to counts as memory of the body as well: a few bytes can be megabytes.
   *
   * @param allocate gives the buffers for their data
   * @throws MalformedTensorException if the body is anything else
   */
  public Received read(
      HttpServletRequest request,
      TensorExpectation expected,
      Function<IncomingTensors, List<ByteBuffer>> allocate)
      throws IOException, MalformedTensorException {
    OptionalLong known = length(request);
    try (Spans.Open receive = spans.open("receive");
        ArrivingBody body = bounded(request)) {
      try {
        IncomingTensors tensors = Safetensors.open(body, known, expected);
        if (!tensors.encoding().equals(Encoding.RAW)) {
          body.unpacksTo(tensors.tensors().bytes(tensors.batch()));
        }
        tensors.readInto(allocate.apply(tensors));
        return new Received(tensors.batch(), body.arrivalMs());
      } catch (MalformedTensorException e) {
        if (known
            .isEmpty()) { // a chunked body may be too large besides, which is the better answer
          body.transferTo(OutputStream.nullOutputStream());
        }
        throw e;
      }
    }
  }

  /**
   * Reads a body of any kind as it comes and throws it away; returns how many milliseconds it took.
   */
  public double drain(HttpServletRequest request) throws IOException {
    requireAcceptableLength(request);
    try (Arriving place = arrivals.begin(request.getContentLengthLong(), false);
        LimitedInputStream body = arriving(request, place)) {
      body.transferTo(OutputStream.nullOutputStream());
      return body.arrivalMs();
    }
  }

  /** How many bytes the content of a body has; empty where only reading it will tell. */
  public OptionalLong length(HttpServletRequest request) {
    long length = request.getContentLengthLong();
    return length < 0 || ContentCoding.of(request) != ContentCoding.IDENTITY
        ? OptionalLong.empty()
        : OptionalLong.of(length);
  }

  /** How many bytes of content there can be: what is announced, or else the limit. At least 1. */
  int mostBytes(HttpServletRequest request) {
    long most = length(request).orElse(limits.maxBody().toBytes());
    return (int) Math.max(1, Math.min(most, Integer.MAX_VALUE - 8));
  }

  /** The content of any kind, within the limits; reading beyond them throws their problem. */
  public InputStream open(HttpServletRequest request) throws IOException {
    return bounded(request);
  }

  /** The content, bounded and timed, of a request that {@link Admission#arrive} has let in. */
  ArrivingBody bounded(HttpServletRequest request) throws IOException {
    requireAcceptableLength(request);
    if (request.getAttribute(Arriving.ATTRIBUTE) instanceof Arriving place) {
      LimitedInputStream body = arriving(request, place);
      return new ArrivingBody(body, ContentCoding.of(request), limits.maxBody());
    }
    throw new IllegalStateException("the request has no place to arrive at");
  }

  private LimitedInputStream arriving(HttpServletRequest request, Arriving place)
      throws IOException {
    CurrentConnection.get().ifPresent(connection -> place.endedBy(connection::endInput));
    Pace pace = connections.pace(limits.uploadTime());
    return new LimitedInputStream(request.getInputStream(), limits.maxBody(), pace, place);
  }
}
