package io.isthmus.lab.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process holds, as the kernel counts it.
 *
 * @param residentMb resident memory, in 10^6 bytes
 * @param threads of the process
 * @param handles open files and sockets
 */
record Resources(double residentMb, int threads, int handles) {

  /**
   * Looks at a process.
   *
   * @throws IOException if it is gone, or /proc is not there
   */
  static Resources of(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    double kib = 0;
    int threads = 0;
    for (String line : Files.readAllLines(process.resolve("status"))) {
      if (line.startsWith("VmRSS:")) {
        kib = number(line);
      } else if (line.startsWith("Threads:")) {
        threads = (int) number(line);
      }
    }
    try (Stream<Path> handles = Files.list(process.resolve("fd"))) {
      return new Resources(kib * 1024 / 1e6, threads, (int) handles.count());
    }
  }

  private static double number(String line) {
    return Double.parseDouble(line.replaceAll("[^0-9]", ""));
  }
}
