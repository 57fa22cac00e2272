package io.isthmus.lab.compute;

import io.isthmus.cli.FailedException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An engine in a process of its own, which computes when it is asked to; see {@link Worker}. */
final class Engine implements AutoCloseable {

  private static final int STOP_SECONDS = 5;

  private final String name;
  private final Path log;
  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter questions;

  private Engine(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
    this.answers =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    this.questions =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII));
  }

  /**
   * Starts an engine and waits until it has loaded its network.
   *
   * @param log where its standard error goes
   * @throws FailedException if it ends instead
   */
  static Engine start(String name, List<String> command, Map<String, String> environment, Path log)
      throws IOException, FailedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
    builder.environment().putAll(environment);
    Engine engine = new Engine(name, log, builder.start());
    try {
      while (!engine.answer().equals("ready")) {
        // libraries may print a line of their own first
      }
      return engine;
    } catch (IOException | FailedException e) {
      engine.close();
      throw e;
    }
  }

  String name() {
    return name;
  }

  /** The median time of a call, in milliseconds. */
  double time(int batch, int calls) throws IOException, FailedException {
    return Double.parseDouble(ask("time %d %d".formatted(batch, calls)));
  }

  /** The logits of the first images, row by row. */
  double[] logits(int batch) throws IOException, FailedException {
    return List.of(ask("logits " + batch).split(" ")).stream()
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  private String ask(String question) throws IOException, FailedException {
    questions.write(question);
    questions.newLine();
    questions.flush();
    return answer();
  }

  private String answer() throws IOException, FailedException {
    String line = answers.readLine();
    if (line == null) {
      throw new FailedException("%s ended; %s says why".formatted(name, log));
    }
    return line;
  }

  @Override
  public void close() {
    try {
      questions.close(); // the end of its input is the sign to stop
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
