package io.isthmus.lab.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.isthmus.cli.FailedException;
import io.isthmus.units.DataRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the system is spoken to and understood, without touching it. */
class SystemTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void theNamesOfHostsTellTheirOwner() {
    Owner owner = new Owner(4711, 123_456);

    assertThat(owner.name("edge")).isEqualTo("isthmus-4711-123456-edge");
    assertThat(Owner.of("isthmus-4711-123456-edge")).contains(owner);
  }

  @Test
  void otherNamesHaveNoOwner() {
    assertThat(
            List.of("cni-1234", "isthmus", "isthmus-1-edge", "isthmus-a-b-edge", "x-isthmus-1-2-e"))
        .allSatisfy(name -> assertThat(Owner.of(name)).isEmpty());
  }

  @Test
  void thisProcessLives_andNoneLivesThatStartedAtAnotherTime() {
    Owner here = Owner.current();

    assertThat(here.isAlive()).isTrue();
    assertThat(new Owner(here.pid(), here.startTicks() - 1).isAlive()).isFalse();
  }

  @Test
  void aProcessThatHasEndedDoesNotLive() throws Exception {
    Process process = new ProcessBuilder("sleep", "60").start();
    String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    Owner owner = new Owner(process.pid(), Owner.startTicks(stat).orElseThrow());
    assertThat(owner.isAlive()).isTrue();

    process.destroyForcibly().waitFor();

    assertThat(owner.isAlive()).isFalse();
  }

  @Test
  void theStartOfAProcessIsReadBehindItsName_whichMayHoldAnything() {
    String fields = " 1 1 1 0 -1 4194560 1 0 0 0 1 0 0 0 20 0 1 0 987654 1 1";

    assertThat(Owner.startTicks("12 (a) b (c)) S" + fields)).hasValue(987_654);
    assertThat(Owner.startTicks("12 (dead) Z" + fields)).isEmpty();
  }

  @Test
  void onlyWhatBelongsToADeadTestbedIsStale() {
    Owner dead = new Owner(1, 10);
    Owner living = new Owner(2, 20);
    List<String> names =
        List.of(dead.name("edge"), living.name("edge"), "other", dead.name("device"));

    assertThat(Leftovers.stale(names, living::equals))
        .containsExactly("isthmus-1-10-edge", "isthmus-1-10-device");
    assertThat(Leftovers.running(names, living::equals)).containsExactly(living);
  }

  @Test
  void hostsAreListedWithOrWithoutNumbers() {
    assertThat(Host.names("isthmus-1-2-edge (id: 3)\nother\n"))
        .containsExactly("isthmus-1-2-edge", "other");
    assertThat(Host.names("")).isEmpty();
  }

  @Test
  void theFilterLetsTcpCarryTheRate_withTwoMillisecondsOfBurst() {
    assertThat(TokenBucket.of(DataRate.parse("1MB/s")).arguments("cable"))
        .containsExactly(
            "qdisc replace dev cable root tbf rate 8364641bit burst 4096b limit 1048576b"
                .split(" "));
    assertThat(TokenBucket.of(DataRate.parse("128MB/s")))
        .isEqualTo(new TokenBucket(1_070_674_033, 73_728, 13_383_425));
  }

  @ParameterizedTest
  @CsvSource({"1MB/s, 3917", "16MB/s, 32000", "32MB/s, 63999", "128MB/s, 65536"})
  void theLargestPacketPassesTheFilterWhole_asFrames(String rate, long packet) {
    TokenBucket filter = TokenBucket.of(DataRate.parse(rate));
    assertThat(filter.packet()).isEqualTo(packet);
    assertThat(packet / 1448 * 1514).isLessThanOrEqualTo(filter.burst());
  }

  @Test
  void aSubnetInUseIsNotTaken() throws Exception {
    List<String> addresses =
        List.of("1: lo    inet 127.0.0.1/8 scope host lo", "7: isth1a    inet 198.19.5.1/30 scope");

    assertThat(Access.freeSubnet(256 + 5, addresses)).isEqualTo(6);
    assertThat(Access.freeSubnet(4, addresses)).isEqualTo(4);
  }

  @Test
  void withoutAFreeSubnetItFails() {
    List<String> addresses =
        IntStream.range(0, 256).mapToObj(n -> "2: x    inet 198.19." + n + ".1/30 ").toList();

    assertThatExceptionOfType(FailedException.class)
        .isThrownBy(() -> Access.freeSubnet(1, addresses));
  }

  @Test
  void controlGroupsOfBothVersionsAreFound() throws IOException {
    Files.writeString(folder.resolve("cgroup.controllers"), "cpuset cpu io\n");
    String version1 = "cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,cpu,cpuacct 0 0";
    String version2 = "cgroup2 " + folder + " cgroup2 rw 0 0";
    String others = "cgroup /sys/fs/cgroup/cpuset cgroup rw,cpuset 0 0";

    assertThat(CgroupMount.find(List.of(others, version1)))
        .contains(new CgroupMount(Path.of("/sys/fs/cgroup/cpu,cpuacct"), 1));
    assertThat(CgroupMount.find(List.of(version2))).contains(new CgroupMount(folder, 2));
    assertThat(CgroupMount.find(List.of(others))).isEmpty();
  }

  @Test
  void aVersion2WithoutTheControllerIsNone() throws IOException {
    Files.writeString(folder.resolve("cgroup.controllers"), "hugetlb\n");

    assertThat(CgroupMount.find(List.of("cgroup2 " + folder + " cgroup2 rw 0 0"))).isEmpty();
  }

  @Test
  void aShareIsAQuotaOfEverySixMilliseconds_orOfOneThatTheKernelGrants() throws IOException {
    CpuShare first = CpuShare.create(new CgroupMount(folder, 1), "isthmus-1-2-device", 1.0 / 3);
    assertThat(first.group().resolve("cpu.cfs_period_us")).hasContent("6000");
    assertThat(first.group().resolve("cpu.cfs_quota_us")).hasContent("2000");

    CpuShare second = CpuShare.create(new CgroupMount(folder, 2), "isthmus-3-4-device", 0.25);
    assertThat(folder.resolve("cgroup.subtree_control")).hasContent("+cpu");
    assertThat(second.group().resolve("cpu.max")).hasContent("1500 6000");

    CpuShare small = CpuShare.create(new CgroupMount(folder, 1), "isthmus-5-6-device", 0.1);
    assertThat(small.group().resolve("cpu.cfs_period_us")).hasContent("10000");
    assertThat(small.group().resolve("cpu.cfs_quota_us")).hasContent("1000");
    Files.createDirectory(folder.resolve("user.slice"));

    assertThat(CpuShare.names(new CgroupMount(folder, 2)))
        .containsExactlyInAnyOrder(
            "isthmus-1-2-device", "isthmus-3-4-device", "isthmus-5-6-device");
  }

  @Test
  void aCommandRunsInItsGroup() throws Exception {
    CpuShare share = new CpuShare(folder);
    List<String> command = new ArrayList<>(share.prefix());
    command.addAll(List.of("sh", "-c", "echo $$"));

    String pid = Shell.run(command);

    assertThat(folder.resolve("cgroup.procs")).hasContent(pid);
  }

  @Test
  void everythingThatIsMissingIsNamed() {
    assertThat(Requirements.missing(false, folder.toString(), false, false, 1))
        .containsExactly(
            "root",
            "ip (iproute2)",
            "tc (iproute2)",
            "taskset (util-linux)",
            "setsid (util-linux)",
            "a kernel with network namespaces",
            "a mounted control group of processor time (cpu)",
            "two cores");
  }

  @Test
  void aFailedCommandIsNamedWithItsReason() {
    assertThatExceptionOfType(FailedException.class)
        .isThrownBy(() -> Shell.run("sh", "-c", "echo why >&2; exit 3"))
        .withMessage("sh -c echo why >&2; exit 3: why");
    assertThatExceptionOfType(FailedException.class)
        .isThrownBy(() -> Shell.run("no-such-program"))
        .withMessageStartingWith("no-such-program: ");
  }
}
