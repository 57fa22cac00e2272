package io.isthmus.device.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.calibration.Accuracy;
import io.isthmus.control.DeviceEvent;
import io.isthmus.control.EdgeEvent;
import io.isthmus.control.Report;
import io.isthmus.control.Setup;
import io.isthmus.control.SplitPreference;
import io.isthmus.decision.Workload;
import io.isthmus.estimate.LinkSample;
import io.isthmus.network.Chains;
import io.isthmus.network.Network;
import io.isthmus.profile.MadeProfile;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.recording.RecordingReader;
import io.isthmus.recording.Replay;
import io.isthmus.recording.Replay.Replayed;
import io.isthmus.wire.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class FileRecorderTest {

  private static final Network NETWORK = Chains.of(100, List.of(90_000, 9_000, 1_000));
  private static final ProfileTimes DEVICE = MadeProfile.times(MadeProfile.batch(1, 10, 10, 40));

  @TempDir private Path folder = Path.of("");

  /** A device that meets its edge, learns its link and decides so often. */
  private void live(Path file, long limit, int decisions) throws Exception {
    Setup setup = Setup.of(NETWORK, true, true, 1, Duration.ofMillis(250));
    try (FileRecorder recorder = new FileRecorder(file, limit)) {
      LiveController controller = new LiveController(setup, () -> DEVICE, recorder);
      controller.on(new EdgeEvent.Met(MadeProfile.of(MadeProfile.batch(1, 1, 1, 4))));
      for (int i = 0; i < decisions; i++) {
        LinkSample sample = new LinkSample(100_000, 0, 10 + i % 40, 0, 20 + i % 40);
        controller.on(new EdgeEvent.Probed(sample, new Report(i % 9, 1, 1)));
        controller.on(new DeviceEvent.Computed(40 + i % 30, 40));
        controller.decide(
            new SplitPreference.Fastest(),
            new Workload(1, 90_000, 0),
            Deadline.NONE,
            Accuracy.EXACT);
      }
    }
  }

  private static int replayed(Path file) throws Exception {
    int decisions = 0;
    try (RecordingReader reader = new RecordingReader(Files.newBufferedReader(file))) {
      Replay replay = new Replay(reader, reader.rawInputMayLeave());
      for (Replayed next = replay.next(); next != null; next = replay.next()) {
        assertThat(next.isSame()).as("decision %d", decisions).isTrue();
        decisions++;
      }
    }
    return decisions;
  }

  @Test
  void whatADeviceDecidedIsDecidedAgain() throws Exception {
    Path file = folder.resolve("decisions.jsonl");
    Files.writeString(file, "an older one, which goes");
    live(file, 64 << 20, 200);
    assertThat(replayed(file)).isEqualTo(200);
  }

  @Test
  void aFullRecordingEnds_andReplaysAsFarAsItGoes() throws Exception {
    Path file = folder.resolve("full.jsonl");
    live(file, 50_000, 1000);
    assertThat(Files.size(file)).isLessThanOrEqualTo(50_000);
    assertThat(replayed(file)).isBetween(10, 999);
  }

  /** A disk that takes nothing until it is let go. */
  private static final class StuckDisk extends OutputStream {
    private final CountDownLatch free = new CountDownLatch(1);
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        free.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      taken.write(bytes, offset, length);
    }
  }

  /** Few lines or many: a network of many units makes long ones. */
  @ParameterizedTest
  @ValueSource(ints = {3, 300})
  void whatWaitsForTheDiskIsBoundedInBytes_andAGapEndsTheRecording(int units) throws Exception {
    ProfileTimes profile =
        MadeProfile.times(
            MadeProfile.batch(1, DoubleStream.generate(() -> 2).limit(units).toArray()));
    StuckDisk disk = new StuckDisk();
    DataSize most = DataSize.ofKilobytes(200);
    try (FileRecorder recorder = new FileRecorder(folder, disk, 64 << 20, most)) {
      for (int i = 0; i < 10_000; i++) {
        recorder.happened(new DeviceEvent.Profiled(profile.profile()), i);
      }
      disk.free.countDown();
    }
    int buffer = 8192;
    assertThat(disk.taken.size())
        .isBetween((int) most.toBytes() / 2, (int) most.toBytes() + buffer);
    assertThat(disk.taken.toString(UTF_8)).endsWith("}\n");
  }

  @Test
  void aLimitBelowOneMegabyteIsRefusedByName() {
    assertThatThrownBy(() -> new RecordProperties(null, DataSize.ofBytes(10)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("isthmus.record-limit")
        .hasMessageContaining("1MB");
  }
}
