package io.isthmus.profiling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How much memory this process may still take before the kernel ends it: what its control group
 * leaves, or the whole machine where that has less. Linux's files tell; where there are none
 * nothing is known, and no bound is assumed.
 */
public final class FreeMemory {

  private final Path root;

  /** Reads the files of this machine. */
  public FreeMemory() {
    this(Path.of("/"));
  }

  /** Reads the files below another root. */
  FreeMemory(Path root) {
    this.root = root;
  }

  /** Bytes; {@link Long#MAX_VALUE} where nothing is known. */
  public long bytes() {
    long machine = number(root.resolve("proc/meminfo"), "MemAvailable:").orElse(Long.MAX_VALUE);
    long inKiB = machine == Long.MAX_VALUE ? machine : machine << 10;
    return Math.min(inKiB, Math.min(version2(), version1()));
  }

  private long version2() {
    return groups("0::.*", "sys/fs/cgroup")
        .mapToLong(group -> left(group, "memory.max", "memory.current", "inactive_file"))
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private long version1() {
    return groups("[0-9]+:memory:.*", "sys/fs/cgroup/memory")
        .mapToLong(
            group ->
                left(
                    group, "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"))
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** What is cached of files counts as used, but is given up before anybody is ended for it. */
  private static long left(Path group, String limit, String usage, String cache) {
    OptionalLong most = number(group.resolve(limit), "");
    OptionalLong used = number(group.resolve(usage), "");
    if (most.isEmpty() || used.isEmpty()) {
      return Long.MAX_VALUE; // "max", or no such group
    }
    long cached = number(group.resolve("memory.stat"), cache + " ").orElse(0);
    return Math.max(0, most.getAsLong() - used.getAsLong() + cached);
  }

  /**
   * The process's group and those above it, as far as they are seen from here: in a container its
   * own group is the root of what it sees.
   */
  private Stream<Path> groups(String line, String mount) {
    Path top = root.resolve(mount);
    String own =
        lines(root.resolve("proc/self/cgroup")).stream()
            .filter(group -> group.matches(line))
            .map(group -> group.split(":", 3)[2])
            .findFirst()
            .orElse("/");
    Path group = top.resolve(own.substring(1)).normalize();
    return Stream.iterate(
        group.startsWith(top) ? group : top, above -> above.startsWith(top), Path::getParent);
  }

  private static OptionalLong number(Path file, String key) {
    return lines(file).stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()).replace("kB", "").strip())
        .filter(value -> value.matches("[0-9]{1,18}")) // beyond, it is as good as none
        .mapToLong(Long::parseLong)
        .findFirst();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of(); // no such file here
    }
  }
}
