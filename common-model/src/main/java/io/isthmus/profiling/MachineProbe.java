package io.isthmus.profiling;

import io.isthmus.engine.ComputeDevice;
import io.isthmus.engine.InferenceBackend;
import io.isthmus.profile.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds out what machine this is. */
public final class MachineProbe {

  private static final Path CPUINFO = Path.of("/proc/cpuinfo");
  private static final Path GPUS = Path.of("/proc/driver/nvidia/gpus");

  private MachineProbe() {}

  /** This machine, with the engine as loaded. */
  public static Machine probe(InferenceBackend backend) {
    ComputeDevice device = backend.device();
    return new Machine(
        processor(device),
        System.getProperty("os.arch", "unknown"),
        Runtime.getRuntime().availableProcessors(),
        backend.threads(),
        backend.version(),
        device.toString());
  }

  /** The model of this machine's processor, or of its GPUs where one of these computes. */
  public static String processor(ComputeDevice device) {
    return device.isGpu() ? gpus(GPUS) : processor();
  }

  /**
   * The models of the GPUs, as NVIDIA's driver tells of them. Which of several has which number is
   * CUDA's to say.
   */
  static String gpus(Path folder) {
    try (Stream<Path> gpus = Files.list(folder)) {
      return gpus.sorted()
          .map(gpu -> model(gpu.resolve("information")))
          .distinct()
          .collect(
              Collectors.collectingAndThen(
                  Collectors.joining(", "), models -> models.isEmpty() ? "unknown" : models));
    } catch (IOException e) {
      return "unknown"; // a container may not see these files
    }
  }

  private static String model(Path information) {
    try (Stream<String> lines = Files.lines(information)) {
      return lines
          .filter(line -> line.startsWith("Model:"))
          .map(line -> line.substring("Model:".length()).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException | UncheckedIOException e) {
      return "unknown";
    }
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
