package io.isthmus.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.isthmus.cli.fault.Device;
import io.isthmus.cli.service.Checkout;
import io.isthmus.cli.service.Payload;
import io.isthmus.cli.service.ServiceProcess;
import io.isthmus.cli.service.Services;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A device in a control group of 1 GiB, as the Kubernetes manifest has it: photographs of any mix
 * up to the limits do not end it. Needs root and the kernel's control groups for memory.
 */
@Tag("lab")
class PhotographMemoryIT {

  private static final Checkout CHECKOUT = Checkout.find();
  private static final Path MOUNT = Path.of("/sys/fs/cgroup/memory");
  private static final Path GROUP = MOUNT.resolve("isthmus-photographs");
  private static final long LIMIT = 1L << 30;
  private static final int AT_ONCE = 4;

  private static ServiceProcess process;
  private static Device device;

  @BeforeAll
  static void startADeviceInOneGibibyte() throws Exception {
    assumeTrue(Files.isWritable(MOUNT), "needs root and control groups for memory");
    Files.createDirectories(GROUP);
    Files.writeString(GROUP.resolve("memory.limit_in_bytes"), Long.toString(LIMIT));
    ServiceProcess.Launch launch =
        new ServiceProcess.Launch(
            "device",
            "photographs",
            "127.0.0.1",
            Services.freePort(),
            List.of("sh", "-c", "echo $$ > \"$0\" && exec \"$@\"", GROUP + "/cgroup.procs"),
            Map.of(),
            List.of(
                "--isthmus.edge.url=",
                "--isthmus.model.package=" + CHECKOUT.defaultPackage(),
                "--isthmus.model.profile-batches=1,24",
                "--isthmus.model.profile-time=20ms",
                "--isthmus.model.profile="
                    + CHECKOUT.workFolder("photographs").resolve("profile.json")));
    process = ServiceProcess.start(CHECKOUT, CHECKOUT.workFolder("photographs"), launch);
    process.awaitReady(
        HttpClient.newHttpClient(), Duration.ofMinutes(2), Duration.ofMillis(200), starting -> {});
    device = new Device(process);
  }

  @AfterAll
  static void stop() throws Exception {
    if (process != null) {
      process.close();
      Thread.sleep(200); // the kernel notices a little later that the group is empty
      Files.deleteIfExists(GROUP);
    }
  }

  private static byte[] odd(String name) throws IOException {
    return Files.readAllBytes(
        CHECKOUT.root().resolve("common-model/src/test/resources/images").resolve(name));
  }

  private static byte[] bytes(MadePictures.Picture picture) {
    ByteBuffer file = picture.file().duplicate();
    byte[] bytes = new byte[file.remaining()];
    file.get(bytes);
    return bytes;
  }

  private static Payload upload(byte[] file, int count) {
    return Payload.photographs(Collections.nCopies(count, file));
  }

  @Test
  void everyMixOfPhotographsUpToTheLimitsLeavesItAlive() throws Exception {
    List<MadePictures.Picture> twelve = MadePictures.of(12);
    byte[] flat = odd("flat40.jpg");
    List<Payload> mixes = new ArrayList<>();
    mixes.add(upload(bytes(twelve.get(0)), 8)); // baseline JPEGs of 12 MP
    mixes.add(upload(bytes(twelve.get(1)), 8)); // progressive
    mixes.add(upload(bytes(twelve.get(2)), 1)); // a PNG, over 30 MB
    mixes.add(upload(flat, 5)); // 40 MP in 0.2 MB
    mixes.add(upload(flat, 19)); // as much as a request may decode
    for (Payload mix : mixes) {
      for (Device.Reply reply : device.atOnce(mix, "local", AT_ONCE)) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
      }
    }
    assertThat(ProcessHandle.of(process.pid())).get().matches(ProcessHandle::isAlive);
    assertThat(resident()).as("resident at most").isLessThan(LIMIT);
  }

  /** VmHWM of the process, in bytes. */
  private static long resident() throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
        .findFirst()
        .orElseThrow();
  }
}
