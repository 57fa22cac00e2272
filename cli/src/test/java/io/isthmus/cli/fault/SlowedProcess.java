package io.isthmus.cli.fault;

import java.io.IOException;

/** A process that runs a tenth of the time: it is stopped and let go in turns. */
final class SlowedProcess implements AutoCloseable {

  private static final String TURNS =
      "while kill -STOP $0; do sleep 0.135; kill -CONT $0; sleep 0.015; done";

  private final long pid;
  private final Process turns;

  SlowedProcess(long pid) throws IOException {
    this.pid = pid;
    turns = new ProcessBuilder("sh", "-c", TURNS, Long.toString(pid)).start();
  }

  /** It runs all the time again. */
  @Override
  public void close() throws IOException {
    turns.destroyForcibly();
    try {
      turns.waitFor();
      new ProcessBuilder("kill", "-CONT", Long.toString(pid)).start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
