package io.isthmus.device.edge;

import io.isthmus.estimate.TailTimes;
import io.isthmus.network.Network;
import io.isthmus.tensor.ImageRows;
import io.isthmus.tensor.IncomingTensors;
import io.isthmus.tensor.MalformedTensorException;
import io.isthmus.tensor.Safetensors;
import io.isthmus.tensor.Tensor;
import io.isthmus.tensor.TensorExpectation;
import io.isthmus.units.DataSize;
import io.isthmus.wire.LoadReport;
import io.isthmus.wire.ServerTimes;
import io.isthmus.wire.WireHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.RestClient;

/**
 * The edge's routes over HTTP/1.1 and pooled connections. Each call blocks and may fail; it knows
 * nothing of breakers and estimates.
 */
class EdgeHttp {

  /**
   * An answer and what came in its headers.
   *
   * @param ms how long all of it took
   * @param askingMs of this, until the edge had said that it takes the body; 0 if it was not asked
   */
  record Exchange(
      @Nullable ByteBuffer values,
      ServerTimes times,
      Optional<LoadReport> load,
      double ms,
      double askingMs) {

    /** Its times, if all of it took so long. */
    TailTimes tailTimes(double tookMs) {
      return new TailTimes(
          times.receiveMs(), times.decodeMs(), times.queueMs(), times.tailMs(), tookMs);
    }
  }

  private final RestClient client;
  private final Network network;
  private final Runnable closeIdle;

  /**
   * The routes.
   *
   * @param closeIdle closes the connections that are not in use
   */
  EdgeHttp(RestClient client, Network network, Runnable closeIdle) {
    this.client = client;
    this.network = network;
    this.closeIdle = closeIdle;
  }

  /** Has the next exchange take a new connection: where one has died the others may have too. */
  void forgetConnections() {
    closeIdle.run();
  }

  /** The header with which a body is sent only once the edge has said that it takes it. */
  static final Map<String, String> ASK_FIRST = Map.of(HttpHeaders.EXPECT, "100-continue");

  /** {@code POST /tail/{cut}}. */
  Exchange tail(int cut, int batch, EdgeBody body, Map<String, String> headers)
      throws EdgeException {
    return post("/tail/" + cut, body, headers, response -> readOutputs(response, batch));
  }

  /** The same for one image, to see whether the edge works: taken however loaded that is. */
  Exchange trial(int cut, EdgeBody body) throws EdgeException {
    return post(
        "/tail/" + cut, body, Map.of(WireHeaders.TRIAL, "1"), response -> readOutputs(response, 1));
  }

  /** {@code POST /probe}: tells how fast a body arrives. */
  Exchange probe(EdgeBody body) throws EdgeException {
    return post("/probe", body, Map.of(), EdgeHttp::readNothing);
  }

  /** {@code GET} of a document that has so many bytes at most. */
  byte[] get(String path, DataSize longest) throws EdgeException {
    return EdgeFailures.answered(
        () ->
            client
                .get()
                .uri(path)
                .exchange(
                    (request, response) -> {
                      EdgeFailures.requireSuccess(response, false);
                      return AnswerBodies.all(response, longest);
                    }));
  }

  private Exchange post(String path, EdgeBody body, Map<String, String> more, AnswerReader reader)
      throws EdgeException {
    boolean hurried = more.containsKey(WireHeaders.DEADLINE);
    boolean asks = more.containsKey(HttpHeaders.EXPECT);
    return EdgeFailures.answered(
        () -> {
          long start = System.nanoTime();
          AtomicLong sent = new AtomicLong(start);
          return client
              .post()
              .uri(path)
              .contentType(MediaType.parseMediaType(body.contentType()))
              .contentLength(body.length())
              .header(WireHeaders.MODEL, network.fingerprint())
              .headers(all -> more.forEach(all::set))
              .body(
                  out -> {
                    sent.set(asks ? System.nanoTime() : start);
                    body.writeTo(out);
                  })
              .exchange(
                  (request, response) -> {
                    EdgeFailures.requireSuccess(response, hurried);
                    ByteBuffer values = read(reader, response);
                    double ms = (System.nanoTime() - start) / 1e6;
                    double askingMs = (sent.get() - start) / 1e6;
                    return exchange(response.getHeaders(), values, ms, askingMs);
                  });
        });
  }

  private static Exchange exchange(
      HttpHeaders headers, @Nullable ByteBuffer values, double ms, double askingMs) {
    ServerTimes times =
        ServerTimes.parse(headers.getFirst(WireHeaders.SERVER_TIMING))
            .orElseThrow(
                () -> new EdgeFailures.BadAnswerException("no usable Server-Timing header"));
    Optional<LoadReport> load = LoadReport.parse(headers.getFirst(WireHeaders.LOAD));
    return new Exchange(values, times, load, ms, askingMs);
  }

  /** What breaks from here on is no connection that was dead before. */
  private static @Nullable ByteBuffer read(AnswerReader reader, ClientHttpResponse response) {
    try {
      return reader.read(response);
    } catch (IOException e) {
      throw new EdgeFailures.BadAnswerException("an answer that broke off: " + e.getMessage());
    } catch (EdgeFailures.BadAnswerException e) {
      CancellableExchange.drop(); // the rest of it is not worth waiting for
      throw e;
    }
  }

  private static @Nullable ByteBuffer readNothing(ClientHttpResponse response) {
    AnswerBodies.skip(response);
    return null;
  }

  private ByteBuffer readOutputs(ClientHttpResponse response, int batch) throws IOException {
    TensorExpectation expected = new TensorExpectation(network.outputs(), batch);
    long length = response.getHeaders().getContentLength();
    try (InputStream body = response.getBody()) {
      IncomingTensors tensors =
          Safetensors.open(
              body, length < 0 ? OptionalLong.empty() : OptionalLong.of(length), expected);
      if (tensors.batch() != batch) {
        throw new EdgeFailures.BadAnswerException("an answer for another batch");
      }
      List<ByteBuffer> buffers =
          tensors.bytes().stream()
              .map(bytes -> ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder()))
              .toList();
      tensors.readInto(buffers);
      return ImageRows.of(outputs(batch, buffers));
    } catch (MalformedTensorException e) {
      throw new EdgeFailures.BadAnswerException(e.getMessage());
    }
  }

  private List<Tensor> outputs(int batch, List<ByteBuffer> buffers) {
    List<Tensor> outputs = new ArrayList<>(buffers.size());
    for (ByteBuffer buffer : buffers) {
      outputs.add(new Tensor(network.outputs().specs().get(outputs.size()), batch, buffer.flip()));
    }
    return outputs;
  }

  private interface AnswerReader {
    @Nullable ByteBuffer read(ClientHttpResponse response) throws IOException;
  }
}
