package io.isthmus.service.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ValveBase;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** A write that waits for a peer that does not read. */
class EndOutputTest {

  /** So patient that the test would be over before the pace ends a write. */
  private static final Duration PATIENT = Duration.ofMinutes(1);

  private static final ConnectionProperties TIMES =
      new ConnectionProperties(PATIENT, PATIENT, DataSize.ofBytes(1));

  private final CompletableFuture<CurrentConnection> writing = new CompletableFuture<>();
  private final CompletableFuture<IOException> ended = new CompletableFuture<>();

  private Tomcat server() throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir("target/end-output");
    BoundedProtocol protocol = new BoundedProtocol();
    protocol.bound(TIMES, TIMES.pace(PATIENT), () -> {});
    protocol.setAddress(InetAddress.getLoopbackAddress());
    protocol.setPort(0);
    tomcat.setConnector(new Connector(protocol));
    tomcat.getEngine().getPipeline().addValve(new Endless());
    tomcat.start();
    return tomcat;
  }

  private final class Endless extends ValveBase {
    @Override
    public void invoke(Request request, Response response) {
      writing.complete(CurrentConnection.get().orElseThrow());
      try {
        while (true) {
          response.getOutputStream().write(new byte[64 * 1024]);
        }
      } catch (IOException e) {
        ended.complete(e);
      }
    }
  }

  @Test
  void aWriteThatWaitsForItsPeerGoesOnWithAnException() throws Exception {
    Tomcat tomcat = server();
    try (Socket deaf =
        new Socket(InetAddress.getLoopbackAddress(), tomcat.getConnector().getLocalPort())) {
      deaf.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
      CurrentConnection connection = writing.get(10, TimeUnit.SECONDS);
      assertThatThrownBy(() -> ended.get(500, TimeUnit.MILLISECONDS))
          .as("its writer waits")
          .isInstanceOf(TimeoutException.class);
      connection.endOutput();
      assertThat(ended.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
    } finally {
      tomcat.stop();
      tomcat.destroy();
    }
  }
}
