package io.isthmus.service.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.answers.Answers;
import io.isthmus.hostile.RawHttp;
import io.isthmus.hostile.Request;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** Answers of many megabytes, which our services have not. */
class SlowReadersTest {

  private static final int THREADS = 8;
  private static final ConnectionProperties TIMES =
      new ConnectionProperties(
          Duration.ofSeconds(5), Duration.ofSeconds(1), DataSize.ofMegabytes(1));

  @RegisterExtension private final Answers answers = new Answers("device, edge");

  private final Tomcat tomcat = new Tomcat();
  private final LateEndpoint endpoint = new LateEndpoint();

  private static final class Large extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      byte[] bytes = new byte[Integer.parseInt(request.getPathInfo().substring(1))];
      response.setContentLength(bytes.length);
      response.getOutputStream().write(bytes);
    }
  }

  /** Its connections are opened with Tomcat's own times, as if they were served too early. */
  private static final class LateEndpoint extends BoundedEndpoint {

    volatile @Nullable SocketWrapperBase<NioChannel> last;

    @Override
    protected boolean setSocketOptions(SocketChannel socket) {
      boolean taken = super.setSocketOptions(socket);
      SocketWrapperBase<NioChannel> opened = connections.get(socket);
      if (taken && opened != null) {
        opened.setWriteTimeout(Duration.ofMinutes(1).toMillis());
        last = opened;
      }
      return taken;
    }
  }

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    BoundedProtocol protocol = new BoundedProtocol(endpoint);
    protocol.setMaxThreads(THREADS);
    protocol.setAddress(InetAddress.getLoopbackAddress());
    protocol.setPort(0);
    protocol.bound(TIMES, TIMES.pace(Duration.ofSeconds(5)), () -> {});
    tomcat.setBaseDir(folder.toString());
    tomcat.setConnector(new Connector(protocol));
    Context context = tomcat.addContext("", folder.toString());
    Tomcat.addServlet(context, "large", new Large()).addMapping("/large/*");
    tomcat.start();
  }

  @AfterEach
  void stop() throws Exception {
    tomcat.stop();
    tomcat.destroy();
  }

  private int port() {
    return tomcat.getConnector().getLocalPort();
  }

  @Test
  void whoDoesNotReadItsAnswerHoldsNoThreadForLong() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 2 * THREADS; i++) {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4 * 1024);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
        sockets.add(socket);
        socket.getOutputStream().write(Request.get("/large/16000000").head());
      }
      long start = System.nanoTime();
      assertThat(RawHttp.send(port(), Request.get("/large/1")).orElseThrow().body()).hasSize(1);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
      Thread.sleep(1500);
      for (Socket socket : sockets) {
        assertThat(readable(socket)).as("what had been sent").isLessThan(16_000_000);
      }
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    answers.fault(
        "readers that never read, on more connections than there are threads",
        "a quarter of the threads waits for them, and others are served; they are closed after the"
            + " grace");
  }

  private static long readable(Socket socket) throws IOException {
    long bytes = 0;
    byte[] chunk = new byte[64 * 1024];
    try (InputStream in = socket.getInputStream()) {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        bytes += n;
      }
    } catch (SocketException e) {
      // reset
    }
    return bytes;
  }

  @Test
  void whoReadsTooSlowlyIsLeft_whoReadsWellIsServed() throws Exception {
    assertThat(RawHttp.send(port(), Request.get("/large/16000000")).orElseThrow().body())
        .hasSize(16_000_000);
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4 * 1024);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
      Thread.sleep(200); // it is open
      socket.getOutputStream().write(Request.get("/large/16000000").head());
      long start = System.nanoTime();
      Thread.sleep(200); // the answer waits to be taken
      Objects.requireNonNull(endpoint.last).setWriteTimeout(TIMES.grace().toMillis());
      for (int i = 0; i < 40; i++) { // 20 kB/s
        socket.getInputStream().readNBytes(1000);
        Thread.sleep(50);
      }
      assertThat(readable(socket)).isLessThan(15_000_000);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
  }
}
