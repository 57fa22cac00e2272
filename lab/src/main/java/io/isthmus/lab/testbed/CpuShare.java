package io.isthmus.lab.testbed;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A share of a core for a group of processes: a control group with a quota of every 6 ms, short
 * enough that a unit of the network takes many of them. The kernel notices only at its ticks, every
 * 4 ms, that it is used up: with a third of a core the group stands still for 8 ms at a time. A
 * longer period would make that longer.
 *
 * @param group its folder
 */
record CpuShare(Path group) {

  /** The smallest share: the kernel grants no quota below one millisecond. */
  static final double SMALLEST = 0.1;

  private static final int PERIOD_MICROS = 6_000;
  private static final int SMALLEST_QUOTA_MICROS = 1_000;
  private static final String MEMBERS = "cgroup.procs";
  private static final int ATTEMPTS = 50;

  /**
   * Makes an empty group.
   *
   * @param share of one core, {@link #SMALLEST} to 1
   */
  static CpuShare create(CgroupMount mount, String name, double share) throws IOException {
    Path group = mount.folder().resolve(name);
    if (mount.version() == 2) {
      Files.writeString(mount.folder().resolve("cgroup.subtree_control"), "+cpu");
    }
    Files.createDirectory(group);
    long period = Math.max(PERIOD_MICROS, Math.round(SMALLEST_QUOTA_MICROS / share));
    long quota = Math.round(share * period);
    if (mount.version() == 2) {
      Files.writeString(group.resolve("cpu.max"), quota + " " + period);
    } else {
      Files.writeString(group.resolve("cpu.cfs_period_us"), Long.toString(period));
      Files.writeString(group.resolve("cpu.cfs_quota_us"), Long.toString(quota));
    }
    return new CpuShare(group);
  }

  /** The groups of testbeds, by name. */
  static List<String> names(CgroupMount mount) throws IOException {
    try (Stream<Path> groups = Files.list(mount.folder())) {
      return groups
          .map(group -> group.getFileName().toString())
          .filter(name -> Owner.of(name).isPresent())
          .toList();
    }
  }

  /** A share as files and tables name it: 0.333. */
  static String text(double share) {
    return String.format(Locale.ROOT, "%.3f", share);
  }

  /**
   * What to put before a command so that it runs in the group. It must come before {@code ip netns
   * exec}, which hides the control groups from what it starts.
   */
  List<String> prefix() {
    return List.of(
        "sh", "-c", "echo $$ > \"$0\" && exec \"$@\"", group.resolve(MEMBERS).toString());
  }

  /** Ends whatever runs in it and removes it. */
  void remove() throws IOException {
    Processes.kill(Files.readAllLines(group.resolve(MEMBERS)).stream().map(Long::valueOf).toList());
    for (int attempt = 1; ; attempt++) {
      try {
        Files.deleteIfExists(group);
        return;
      } catch (DirectoryNotEmptyException e) {
        throw e;
      } catch (FileSystemException e) { // "busy": the last member is not quite gone
        if (attempt == ATTEMPTS) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the next attempts follow without a pause
    }
  }
}
