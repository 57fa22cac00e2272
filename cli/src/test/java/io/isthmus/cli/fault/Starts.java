package io.isthmus.cli.fault;

import io.isthmus.cli.service.Checkout;
import io.isthmus.cli.service.Services;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts of services that must fail. */
final class Starts {

  /** How a start ended, and all that it wrote. */
  record Outcome(int exitCode, String output) {}

  private Starts() {}

  /** Starts a service with that package and waits for its end, at most a minute. */
  static Outcome run(Checkout checkout, String kind, Path modelPackage) throws Exception {
    return run(
        checkout,
        Path.of(""),
        Map.of(),
        List.of(
            kind,
            "--server.port=" + Services.freePort(),
            "--isthmus.model.package=" + modelPackage));
  }

  /** Starts the launcher in a folder and waits for its end, at most a minute. */
  static Outcome run(
      Checkout checkout, Path folder, Map<String, String> variables, List<String> arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(checkout.launcher().toString()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toAbsolutePath().toFile())
            .redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("ISTHMUS_NO_BUILD", "1");
    builder.environment().putAll(variables);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("it does not end: " + output);
    }
    return new Outcome(process.exitValue(), output);
  }
}
