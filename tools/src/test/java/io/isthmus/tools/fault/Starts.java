package io.isthmus.tools.fault;

import io.isthmus.tools.service.Checkout;
import io.isthmus.tools.service.Services;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts of services that must fail. */
final class Starts {

  /** How a start ended, and all that it wrote. */
  record Outcome(int exitCode, String output) {}

  private Starts() {}

  /** Starts a service with that package and waits for its end, at most a minute. */
  static Outcome run(Checkout checkout, String kind, Path modelPackage) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    checkout.launcher().toString(),
                    kind,
                    "--server.port=" + Services.freePort(),
                    "--isthmus.model.package=" + modelPackage))
            .redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("ISTHMUS_NO_BUILD", "1");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("it does not end: " + output);
    }
    return new Outcome(process.exitValue(), output);
  }
}
