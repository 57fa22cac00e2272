package io.isthmus.lab.compute;

import io.isthmus.cli.FailedException;
import io.isthmus.cli.service.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Python that has PyTorch and torchvision.
 *
 * @param program the command that starts it
 * @param modules the folder that holds the exporter
 */
record Python(String program, Path modules) {

  /** The one that the launcher would take for the exporter, or nothing. */
  static @Nullable Python find(Checkout checkout) throws InterruptedException {
    Path modules = checkout.root().resolve("tools/export");
    List<String> programs =
        Stream.of(System.getenv("ISTHMUS_PYTHON"), "/usr/bin/python3", "python3")
            .filter(program -> program != null && !program.isEmpty())
            .toList();
    for (String program : programs) {
      if (canImport(program)) {
        return new Python(program, modules);
      }
    }
    return null;
  }

  private static boolean canImport(String program) throws InterruptedException {
    try {
      return new ProcessBuilder(program, "-c", "import torch, torchvision, tqdm")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) { // there is no such program
      return false;
    }
  }

  List<String> command(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(arguments);
    return command;
  }

  Map<String, String> environment() {
    return Map.of("PYTHONPATH", modules.toString());
  }

  /** Runs it to its end. Throws FailedException if that is not a good one. */
  void run(List<String> arguments, Path log)
      throws IOException, InterruptedException, FailedException {
    ProcessBuilder builder =
        new ProcessBuilder(command(arguments))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment());
    if (builder.start().waitFor() != 0) {
      throw new FailedException("the exporter failed; %s says why".formatted(log));
    }
  }
}
