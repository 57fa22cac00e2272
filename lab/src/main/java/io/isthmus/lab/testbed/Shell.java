package io.isthmus.lab.testbed;

import io.isthmus.cli.FailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs the system's own commands, such as {@code ip} and {@code tc}. */
final class Shell {

  private Shell() {}

  /**
   * Runs a command to its end, whatever interrupts the calling thread: half a set-up is worse than
   * a late one.
   *
   * @return what it printed
   * @throws FailedException if it cannot be started or fails; the message names it and says why
   */
  static String run(List<String> command) throws FailedException {
    String output;
    int exitCode;
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      exitCode = process.onExit().join().exitValue();
    } catch (IOException e) {
      throw new FailedException("%s: %s".formatted(String.join(" ", command), e.getMessage()));
    }
    if (exitCode != 0) {
      String reason = output.lines().findFirst().orElse("exit code " + exitCode);
      throw new FailedException("%s: %s".formatted(String.join(" ", command), reason));
    }
    return output;
  }

  /** Runs a command given word by word. */
  static String run(String... command) throws FailedException {
    return run(List.of(command));
  }
}
