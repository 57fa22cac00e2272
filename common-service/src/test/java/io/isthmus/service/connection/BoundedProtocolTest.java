package io.isthmus.service.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.connector.Connector;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class BoundedProtocolTest {

  private static final ConnectionProperties TIMES =
      new ConnectionProperties(Duration.ofSeconds(1), Duration.ofSeconds(1), DataSize.ofBytes(1));

  /** Its acceptor meets an error, as it does where there is no memory. */
  private static final class Mortal extends BoundedEndpoint {
    @Override
    protected SocketChannel serverSocketAccept() throws Exception {
      super.serverSocketAccept().close();
      throw new InternalError("made up");
    }
  }

  @Test
  void whereNothingIsAcceptedAnyMoreThatIsTold() throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    BoundedProtocol protocol = new BoundedProtocol(new Mortal());
    protocol.bound(TIMES, TIMES.pace(Duration.ofSeconds(1)), told::countDown);
    protocol.setAddress(InetAddress.getLoopbackAddress());
    protocol.setPort(0);
    Connector connector = new Connector(protocol);
    protocol.setAdapter(new org.apache.catalina.connector.CoyoteAdapter(connector));
    protocol.init();
    protocol.start();
    try {
      assertThat(told.await(600, TimeUnit.MILLISECONDS)).as("while it accepts").isFalse();
      connect(protocol.getLocalPort());
      assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      protocol.stop();
      protocol.destroy();
    }
  }

  private static void connect(int port) throws IOException {
    new Socket(InetAddress.getLoopbackAddress(), port).close();
  }

  @Test
  void connectionsTakeAPartOfTheHeap_howeverLargeItIs() {
    long small = 256L << 20;
    assertThat(ConnectionMemory.connections(small, false)).isBetween(500, 2000);
    assertThat(ConnectionMemory.connections(small, true)).isBetween(200, 500);
    assertThat(ConnectionMemory.connections(64L << 30, false)).isEqualTo(8192);
    assertThat(ConnectionMemory.connections(1, true)).isEqualTo(64);
  }

  @Test
  void aPaceGivesTimeToWhoSends() {
    Pace pace = new Pace(Duration.ofSeconds(60), Duration.ofSeconds(10), DataSize.ofBytes(1000));
    assertThat(pace.patienceNanos(0, 0)).isEqualTo(Duration.ofSeconds(10).toNanos());
    assertThat(pace.patienceNanos(0, Duration.ofSeconds(11).toNanos())).isNegative();
    assertThat(pace.patienceNanos(5000, Duration.ofSeconds(11).toNanos()))
        .isEqualTo(Duration.ofSeconds(4).toNanos());
    assertThat(pace.patienceNanos(1 << 20, Duration.ofSeconds(61).toNanos())).isNegative();
  }
}
