package io.isthmus.lab.bench;

import io.isthmus.cli.FailedException;
import io.isthmus.cli.service.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the kernel says of a service's memory. */
final class ServiceMemory {

  private ServiceMemory() {}

  /** A value of /proc/PID/status, which counts in KiB. */
  static double megabytes(ServiceProcess service, String key) throws IOException, FailedException {
    Path status = Path.of("/proc", Long.toString(service.pid()), "status");
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith(key + ":"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) * 1024 / 1e6)
          .findFirst()
          .orElseThrow(() -> new FailedException(status + " has no " + key));
    }
  }
}
