package io.isthmus.profiling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On files as Linux has them. */
class FreeMemoryTest {

  private static final long MIB = 1 << 20;

  private final Path root;

  FreeMemoryTest(@TempDir Path root) {
    this.root = root;
  }

  private void file(String name, String content) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private void machineHas(long mib) throws IOException {
    file(
        "proc/meminfo",
        "MemTotal: 9999999 kB\nMemFree: 1 kB\nMemAvailable:   %d kB\n".formatted(mib << 10));
  }

  private void assertFree(long mib) {
    assertThat(new FreeMemory(root).bytes()).isEqualTo(mib * MIB);
  }

  @Test
  void whereNothingIsKnownNoBoundIsAssumed() {
    assertThat(new FreeMemory(root).bytes()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void withoutALimitItIsWhatTheMachineHas() throws IOException {
    machineHas(300);
    file("proc/self/cgroup", "0::/\n");
    file("sys/fs/cgroup/memory.max", "max\n");
    assertFree(300);
  }

  @Test
  void aContainerHasWhatItsLimitLeaves_andWhatIsOnlyCached() throws IOException {
    machineHas(5000);
    file("proc/self/cgroup", "0::/\n");
    file("sys/fs/cgroup/memory.max", 1024 * MIB + "\n");
    file("sys/fs/cgroup/memory.current", 600 * MIB + "\n");
    file("sys/fs/cgroup/memory.stat", "anon 7\ninactive_file " + 100 * MIB + "\n");
    assertFree(524);
  }

  @Test
  void theTightestOfTheGroupsAboveCounts() throws IOException {
    file("proc/self/cgroup", "0::/pods/pod:1/container\n");
    file("sys/fs/cgroup/pods/memory.max", 500 * MIB + "\n");
    file("sys/fs/cgroup/pods/memory.current", 100 * MIB + "\n");
    file("sys/fs/cgroup/pods/pod:1/container/memory.max", 900 * MIB + "\n");
    file("sys/fs/cgroup/pods/pod:1/container/memory.current", 100 * MIB + "\n");
    assertFree(400);
  }

  @Test
  void theOlderGroupsCountToo_alsoWhereTheirPathIsNotSeenInTheContainer() throws IOException {
    file("proc/self/cgroup", "12:pids:/docker/1\n9:memory:/docker/1\n0::/\n");
    file("sys/fs/cgroup/memory/memory.limit_in_bytes", 512 * MIB + "\n");
    file("sys/fs/cgroup/memory/memory.usage_in_bytes", 200 * MIB + "\n");
    file("sys/fs/cgroup/memory/memory.stat", "total_inactive_file " + 8 * MIB + "\n");
    assertFree(320);
  }

  @Test
  void theOlderGroupsWithoutALimitSayAVeryLargeNumber() throws IOException {
    machineHas(300);
    file("proc/self/cgroup", "9:memory:/\n");
    file("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    file("sys/fs/cgroup/memory/memory.usage_in_bytes", 200 * MIB + "\n");
    assertFree(300);
  }

  @Test
  void whatIsMoreThanFullHasNothingLeft() throws IOException {
    file("proc/self/cgroup", "0::/\n");
    file("sys/fs/cgroup/memory.max", 100 * MIB + "\n");
    file("sys/fs/cgroup/memory.current", 101 * MIB + "\n");
    assertFree(0);
  }
}
