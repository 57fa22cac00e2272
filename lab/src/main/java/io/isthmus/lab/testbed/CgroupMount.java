package io.isthmus.lab.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the kernel's control groups for processor time are.
 *
 * @param folder the topmost group
 * @param version 1 or 2
 */
record CgroupMount(Path folder, int version) {

  /** Finds them on this machine. */
  static Optional<CgroupMount> find() throws IOException {
    return find(Files.readAllLines(Path.of("/proc/mounts")));
  }

  /** Finds them among the lines of {@code /proc/mounts}. Version 1 has a mount for each kind. */
  static Optional<CgroupMount> find(List<String> mounts) {
    for (String mount : mounts) {
      String[] fields = mount.split(" ", -1);
      Path folder = Path.of(fields[1]);
      if (fields[2].equals("cgroup") && List.of(fields[3].split(",", -1)).contains("cpu")) {
        return Optional.of(new CgroupMount(folder, 1));
      }
      if (fields[2].equals("cgroup2") && controls(folder)) {
        return Optional.of(new CgroupMount(folder, 2));
      }
    }
    return Optional.empty();
  }

  private static boolean controls(Path folder) {
    try {
      String controllers = Files.readString(folder.resolve("cgroup.controllers")).strip();
      return List.of(controllers.split(" ", -1)).contains("cpu");
    } catch (IOException e) {
      return false;
    }
  }
}
