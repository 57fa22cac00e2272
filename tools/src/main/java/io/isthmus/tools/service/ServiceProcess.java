package io.isthmus.tools.service;

import io.isthmus.tools.FailedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One service as a child process, started through the launcher; its output goes to a log file. */
public final class ServiceProcess implements AutoCloseable {

  private static final int LAST_LINES = 8;
  private static final int STOP_SECONDS = 5;

  private final String name;
  private final int port;
  private final Path log;
  private final Process process;

  private ServiceProcess(String name, int port, Path log, Process process) {
    this.name = name;
    this.port = port;
    this.log = log;
    this.process = process;
  }

  /**
   * Starts a service. The launcher replaces itself by the service, so that the child is the
   * service.
   *
   * @param kind {@code edge} or {@code device}
   * @param name what its log is called
   * @param port where it shall listen
   * @param prefix of the command
   * @param environment variables besides those of this process
   */
  static ServiceProcess start(
      Checkout checkout,
      String kind,
      String name,
      int port,
      Path folder,
      List<String> prefix,
      Map<String, String> environment,
      List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(checkout.launcher().toString());
    command.add(kind);
    command.add("--server.port=" + port);
    command.addAll(arguments);
    Path log = Files.createDirectories(folder).resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("ISTHMUS_NO_BUILD", "1"); // we may be part of a build ourselves
    return new ServiceProcess(name, port, log, builder.start());
  }

  /** The port that it listens on. */
  public int port() {
    return port;
  }

  /** Where it answers. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /**
   * Waits until its health is up.
   *
   * @param poll how long to wait between two looks
   * @throws FailedException if it ends, or is not ready in time; the message holds its last words
   */
  void awaitReady(HttpClient client, Duration timeout, Duration poll)
      throws IOException, InterruptedException, FailedException {
    HttpRequest health =
        HttpRequest.newBuilder(uri().resolve("/actuator/health"))
            .timeout(Duration.ofSeconds(2))
            .build();
    long end = System.nanoTime() + timeout.toNanos();
    while (!isUp(client, health)) {
      if (!process.isAlive()) {
        throw failed("ended with exit code " + process.exitValue());
      }
      if (System.nanoTime() > end) {
        throw failed("was not ready after %d s".formatted(timeout.toSeconds()));
      }
      Thread.sleep(poll.toMillis());
    }
  }

  private static boolean isUp(HttpClient client, HttpRequest health) throws InterruptedException {
    try {
      return client.send(health, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) { // it does not listen yet
      return false;
    }
  }

  private FailedException failed(String what) throws IOException {
    List<String> lines =
        new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
    List<String> last = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
    return new FailedException(
        "%s %s; the end of %s:%n%s".formatted(name, what, log, String.join("\n", last)));
  }

  /** Asks it to end, and ends it if it does not. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
