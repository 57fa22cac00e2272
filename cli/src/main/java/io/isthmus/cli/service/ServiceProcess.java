package io.isthmus.cli.service;

import io.isthmus.cli.FailedException;
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

  private static final String PROFILE_READY = "--isthmus.model.profile-ready=";
  private static final int LAST_LINES = 8;
  private static final int STOP_SECONDS = 5;

  /**
   * What to start.
   *
   * @param kind {@code edge} or {@code device}
   * @param name what its log is called
   * @param host where this process reaches it
   * @param port where it shall listen
   * @param prefix of the command
   * @param environment variables besides those of this process
   * @param arguments Spring Boot properties
   */
  public record Launch(
      String kind,
      String name,
      String host,
      int port,
      List<String> prefix,
      Map<String, String> environment,
      List<String> arguments) {

    /** Copies the collections. */
    public Launch {
      prefix = List.copyOf(prefix);
      environment = Map.copyOf(environment);
      arguments = List.copyOf(arguments);
    }
  }

  private final Launch launch;
  private final Path log;
  private final Process process;

  private ServiceProcess(Launch launch, Path log, Process process) {
    this.launch = launch;
    this.log = log;
    this.process = process;
  }

  /**
   * Starts a service, which is ready once its profile is complete, unless it is told otherwise. The
   * launcher replaces itself by the service, so that the child is the service.
   *
   * @param folder for its log
   */
  public static ServiceProcess start(Checkout checkout, Path folder, Launch launch)
      throws IOException {
    List<String> command = new ArrayList<>(launch.prefix());
    command.add(checkout.launcher().toString());
    command.add(launch.kind());
    command.add("--server.port=" + launch.port());
    if (launch.arguments().stream().noneMatch(argument -> argument.startsWith(PROFILE_READY))) {
      // whatever is measured with it is measured with all of its profile, and undisturbed by that
      command.add(PROFILE_READY + "complete");
    }
    command.addAll(launch.arguments());
    Path log = Files.createDirectories(folder).resolve(launch.name() + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(launch.environment());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("ISTHMUS_NO_BUILD", "1"); // we may be part of a build ourselves
    return new ServiceProcess(launch, log, builder.start());
  }

  /** The port that it listens on. */
  public int port() {
    return launch.port();
  }

  /** Where it answers. */
  public URI uri() {
    return URI.create("http://%s:%d".formatted(launch.host(), launch.port()));
  }

  /** What it has written so far. */
  public String log() throws IOException {
    return Files.readString(log);
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Is called now and then while a service starts. */
  public interface Watch {
    /** It is not ready yet. */
    void starting(ServiceProcess service) throws IOException;
  }

  /**
   * Waits until its health is up.
   *
   * @param poll how long to wait between two looks
   * @param watch is called between them
   * @throws FailedException if it ends, or is not ready in time; the message holds its last words
   */
  public void awaitReady(HttpClient client, Duration timeout, Duration poll, Watch watch)
      throws IOException, InterruptedException, FailedException {
    HttpRequest health =
        HttpRequest.newBuilder(uri().resolve("/actuator/health"))
            .timeout(Duration.ofSeconds(2))
            .build();
    long end = System.nanoTime() + timeout.toNanos();
    while (!isUp(client, health)) {
      requireRunning();
      if (System.nanoTime() > end) {
        throw failed("was not ready after %d s".formatted(timeout.toSeconds()));
      }
      watch.starting(this);
      Thread.sleep(poll.toMillis());
    }
  }

  /** Throws if it has ended; the message holds its last words. */
  public void requireRunning() throws IOException, FailedException {
    if (!process.isAlive()) {
      throw failed("ended with exit code " + process.exitValue());
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
        "%s %s; the end of %s:%n%s".formatted(launch.name(), what, log, String.join("\n", last)));
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
