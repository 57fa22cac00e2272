package io.isthmus.cli.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.units.DataRate;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RelayTest {

  private static final DataRate FAST = DataRate.parse("200MB/s");
  private static final DataRate SLOW = DataRate.parse("2MB/s");
  private static final int BYTES = 500_000; // a quarter of a second at 2 MB/s

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private ServerSocket server;

  RelayTest() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  @BeforeEach
  void limitWaiting() throws IOException {
    server.setSoTimeout(10_000);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    threads.shutdownNow();
  }

  @Test
  void bytesPassUnchangedBothWaysAndAnAnswerPassesAHalfClosedConnection() throws Exception {
    byte[] question = noise(300_000, 1);
    byte[] answer = noise(200_000, 2);
    try (Relay relay = relay(FAST);
        Socket near = connect(relay);
        Socket far = server.accept()) {
      Future<byte[]> asked = threads.submit(() -> far.getInputStream().readAllBytes());
      near.getOutputStream().write(question);
      near.shutdownOutput();
      assertThat(asked.get()).isEqualTo(question);

      Future<byte[]> answered = threads.submit(() -> near.getInputStream().readAllBytes());
      far.getOutputStream().write(answer);
      far.close();
      assertThat(answered.get()).isEqualTo(answer);
    }
  }

  @Test
  void bytesPassAtTheRate() throws Exception {
    try (Relay relay = relay(SLOW);
        Socket near = connect(relay);
        Socket far = server.accept()) {
      // no faster than the rate; how much slower depends on who else computes
      assertThat(seconds(near, far)).isBetween(0.85 * 0.25, 4 * 0.25);
      assertThat(seconds(far, near)).isBetween(0.85 * 0.25, 4 * 0.25);
    }
  }

  @Test
  void connectionsShareTheRate() throws Exception {
    try (Relay relay = relay(SLOW);
        Socket near1 = connect(relay);
        Socket far1 = server.accept();
        Socket near2 = connect(relay);
        Socket far2 = server.accept()) {
      Future<Double> other = threads.submit(() -> seconds(near2, far2));
      double together = Math.max(seconds(near1, far1), other.get());
      assertThat(together).isBetween(0.85 * 0.5, 1.5 * 0.5);
    }
  }

  @Test
  void theRateOfAnOpenConnectionCanBeChanged() throws Exception {
    try (Relay relay = relay(DataRate.parse("10kB/s"));
        Socket near = connect(relay);
        Socket far = server.accept()) {
      Future<Double> seconds = threads.submit(() -> seconds(near, far)); // would take 50 s
      Thread.sleep(300);
      relay.setRate(SLOW);
      assertThat(seconds.get()).isBetween(0.3 + 0.85 * 0.25, 1.5);
    }
  }

  @Test
  void aConnectionThatBreaksOnOneSideEndsOnTheOther() throws Exception {
    try (Relay relay = relay(FAST);
        Socket near = connect(relay);
        Socket far = server.accept()) {
      far.setSoLinger(true, 0); // a reset rather than an orderly end
      far.close();
      assertThat(read(near)).isEqualTo(-1);
    }
  }

  @Test
  void whereNobodyListensBehindTheRelayAConnectionEnds() throws Exception {
    try (Relay relay = relay(FAST)) {
      server.close();
      try (Socket near = connect(relay)) {
        assertThat(read(near)).isEqualTo(-1);
      }
    }
  }

  @Test
  void closingTheRelayEndsItsConnectionsAndAcceptsNoMore() throws Exception {
    Relay relay = relay(FAST);
    try (Socket near = connect(relay);
        Socket far = server.accept()) {
      relay.close();
      assertThat(read(near)).isEqualTo(-1);
      assertThat(read(far)).isEqualTo(-1);
      assertThat(isAnswered(relay)).isFalse();
    }
  }

  private Relay relay(DataRate rate) throws IOException {
    return new Relay(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()), rate);
  }

  /** The kernel may still take a connection while the relay closes; then nobody serves it. */
  private static boolean isAnswered(Relay relay) {
    try (Socket late = connect(relay)) {
      return read(late) >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static Socket connect(Relay relay) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), relay.port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  /** From the first byte written to the last one read. */
  private double seconds(Socket from, Socket to) throws Exception {
    long start = System.nanoTime();
    CompletableFuture<Void> written =
        CompletableFuture.runAsync(
            () -> {
              try {
                OutputStream out = from.getOutputStream();
                out.write(noise(BYTES, 3));
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            },
            threads);
    InputStream in = to.getInputStream();
    assertThat(in.readNBytes(BYTES)).hasSize(BYTES);
    written.get();
    return (System.nanoTime() - start) / 1e9;
  }

  /** The next byte, or -1 at the end; a reset is an end, too. */
  private static int read(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read();
    } catch (SocketException e) {
      return -1;
    }
  }

  private static byte[] noise(int bytes, long seed) {
    byte[] noise = new byte[bytes];
    new SplittableRandom(seed).nextBytes(noise);
    return noise;
  }
}
