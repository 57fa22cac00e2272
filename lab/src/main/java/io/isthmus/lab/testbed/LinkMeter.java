package io.isthmus.lab.testbed;

import io.isthmus.cli.FailedException;
import io.isthmus.units.DataRate;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How fast the link really is: a bare TCP stream from host to host, that knows nothing of Isthmus.
 * The two ends are processes of their own, since a process has one network.
 */
final class LinkMeter {

  private static final Logger logger = LoggerFactory.getLogger(LinkMeter.class);

  private static final int PORT = 9;
  private static final int BLOCK = 1 << 16;
  private static final double SECONDS = 0.5;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Once in many sweeps no connection came about for half a minute, and a moment later one did. */
  private static final int ATTEMPTS = 3;

  private LinkMeter() {}

  /**
   * Measures one direction.
   *
   * @param receiver what to put before a command so that it runs on the receiving host
   * @param sender the same for the sending one
   * @param address the receiver's on the link
   * @param nominal about what to expect; half a second's worth is sent
   * @return bytes per second from the first byte's way to the last one's arrival
   */
  static double measure(
      List<String> receiver, List<String> sender, String address, DataRate nominal)
      throws IOException, FailedException {
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      try {
        return once(receiver, sender, address, nominal);
      } catch (FailedException e) {
        logger.warn("{}; trying again", e.getMessage());
      }
    }
    return once(receiver, sender, address, nominal);
  }

  private static double once(
      List<String> receiver, List<String> sender, String address, DataRate nominal)
      throws IOException, FailedException {
    long bytes = Math.round(nominal.bytesPerSecond() * SECONDS);
    Process listening = start(receiver, List.of("receive", address));
    try {
      String ready = line(listening); // it listens
      if (!ready.equals("ready")) {
        throw new FailedException("the link could not be measured: " + ready);
      }
      Process sending = start(sender, List.of("send", address, Long.toString(bytes)));
      try {
        return Double.parseDouble(line(sending));
      } catch (NumberFormatException e) {
        throw new FailedException("the link could not be measured: " + e.getMessage());
      } finally {
        sending.destroyForcibly();
      }
    } finally {
      listening.destroyForcibly().onExit().join(); // the port is free again
    }
  }

  private static Process start(List<String> prefix, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(LinkMeter.class.getName());
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String line(Process process) throws IOException {
    return String.valueOf(process.inputReader(StandardCharsets.UTF_8).readLine());
  }

  /** One end: {@code receive ADDRESS}, or {@code send ADDRESS BYTES}, which prints the rate. */
  public static void main(String[] arguments) throws IOException {
    InetAddress address = InetAddress.getByName(arguments[1]);
    if (arguments[0].equals("receive")) {
      receive(address);
    } else {
      long bytes = Long.parseLong(arguments[2]);
      send(address, BLOCK); // the way is known, and the classes are loaded
      double seconds = send(address, bytes) / 1e9;
      System.out.println(String.format(Locale.ROOT, "%.0f", bytes / seconds));
    }
  }

  private static void receive(InetAddress address) throws IOException {
    try (ServerSocket server = new ServerSocket(PORT, 1, address)) {
      server.setSoTimeout((int) PATIENCE.toMillis());
      System.out.println("ready");
      for (int i = 0; i < 2; i++) {
        try (Socket connection = server.accept()) {
          InputStream in = connection.getInputStream();
          byte[] block = new byte[BLOCK];
          while (in.read(block) >= 0) {}
          connection.getOutputStream().write(1);
        }
      }
    }
  }

  private static long send(InetAddress address, long bytes) throws IOException {
    try (Socket connection = new Socket()) {
      connection.connect(new InetSocketAddress(address, PORT), (int) PATIENCE.toMillis());
      byte[] block = new byte[BLOCK];
      long start = System.nanoTime();
      for (long left = bytes; left > 0; left -= BLOCK) {
        connection.getOutputStream().write(block, 0, (int) Math.min(left, BLOCK));
      }
      connection.shutdownOutput();
      if (connection.getInputStream().read() < 0) {
        throw new IOException("the receiver has gone");
      }
      return System.nanoTime() - start;
    }
  }
}
