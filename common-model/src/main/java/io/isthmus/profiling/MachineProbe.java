package io.isthmus.profiling;

import io.isthmus.engine.InferenceBackend;
import io.isthmus.profile.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Finds out what machine this is. */
public final class MachineProbe {

  private static final Path CPUINFO = Path.of("/proc/cpuinfo");

  private MachineProbe() {}

  /** This machine, with the engine as loaded. */
  public static Machine probe(InferenceBackend backend) {
    return new Machine(
        processor(),
        System.getProperty("os.arch", "unknown"),
        Runtime.getRuntime().availableProcessors(),
        backend.threads(),
        backend.version());
  }

  /** The model of this machine's processor. */
  public static String processor() {
    try (Stream<String> lines = Files.lines(CPUINFO)) {
      return lines
          .filter(line -> line.startsWith("model name") || line.startsWith("Model"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown"; // not Linux
    }
  }
}
