package io.isthmus.lab.testbed;

import io.isthmus.cli.UsageException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a testbed needs of the machine. Whether the kernel has {@code tbf} and lets namespaces be
 * made turns out when they are.
 */
final class Requirements {

  private static final int ROOT = 0;

  private Requirements() {}

  /**
   * Checks them all.
   *
   * @throws UsageException that names everything that is missing, on one line
   */
  static CgroupMount check() throws UsageException {
    try {
      boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(ROOT);
      CgroupMount mount = CgroupMount.find().orElse(null);
      List<String> missing =
          missing(
              root,
              System.getenv().getOrDefault("PATH", ""),
              Files.exists(Path.of("/proc/self/ns/net")),
              mount != null,
              Runtime.getRuntime().availableProcessors());
      if (mount == null || !missing.isEmpty()) {
        throw new UsageException("a testbed needs " + String.join(", ", missing));
      }
      return mount;
    } catch (IOException | UnsupportedOperationException e) {
      throw new UsageException("a testbed needs Linux with /proc: " + e.getMessage());
    }
  }

  /** What is missing of it, in words. */
  static List<String> missing(
      boolean root, String path, boolean namespaces, boolean cgroup, int cores) {
    List<String> missing = new ArrayList<>();
    if (!root) {
      missing.add("root");
    }
    for (String program : List.of("ip", "tc", "taskset", "setsid")) {
      if (!isOn(path, program)) {
        missing.add(program + (program.length() == 2 ? " (iproute2)" : " (util-linux)"));
      }
    }
    if (!namespaces) {
      missing.add("a kernel with network namespaces");
    }
    if (!cgroup) {
      missing.add("a mounted control group of processor time (cpu)");
    }
    if (cores < 2) {
      missing.add("two cores");
    }
    return missing;
  }

  private static boolean isOn(String path, String program) {
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
