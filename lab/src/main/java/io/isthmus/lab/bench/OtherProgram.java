package io.isthmus.lab.bench;

import io.isthmus.cli.service.Placement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A process that takes its share of the edge's core, for nothing. */
final class OtherProgram implements AutoCloseable {

  private @Nullable Process process;

  /** Starts or ends it. */
  void run(boolean running) throws IOException {
    if (running && process == null) {
      List<String> command = new ArrayList<>(Placement.APART.prefix("edge"));
      command.addAll(List.of("sh", "-c", "while :; do :; done"));
      process = new ProcessBuilder(command).start();
    } else if (!running) {
      close();
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
      process = null;
    }
  }
}
