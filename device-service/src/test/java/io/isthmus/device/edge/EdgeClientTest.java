package io.isthmus.device.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.isthmus.network.DType;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.Safetensors;
import io.isthmus.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class EdgeClientTest extends TailHostContract {

  private static final String TIMES =
      "Server-Timing: receive;dur=1.000, decode;dur=0.000, queue;dur=0.000, tail;dur=1.000\r\n";

  private final RawEdge edge = new RawEdge();
  private final DeviceAlone device = new DeviceAlone(edge.url());

  @BeforeEach
  void theEdgeIsMet() {
    edge.answers(DeviceAlone.honest());
    device.monitor.run();
  }

  @AfterEach
  void close() throws IOException {
    device.close();
    edge.close();
  }

  @Override
  TailHost host() {
    return device.link();
  }

  @Override
  void answers(int logits) {
    TensorSpec spec = new TensorSpec(DType.F32, List.of(logits));
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try {
      ByteBuffer zeros = ByteBuffer.allocate((int) spec.bytes(1));
      Safetensors.write(body, "logits", new Tensor(spec, 1, zeros));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] whole = RawEdge.whole("200 OK", TIMES, body.toByteArray());
    edge.answers((path, out) -> out.write(whole));
  }

  @Override
  void hangs() {
    edge.answers((path, out) -> Thread.sleep(AMPLE.toMillis()));
  }

  @Override
  void breaksOff() {
    edge.answers(
        (path, out) -> {
          out.write("HTTP/1.1 200 OK\r\nContent-Le".getBytes(US_ASCII));
          throw new IOException("the test wants it");
        });
  }
}
