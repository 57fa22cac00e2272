package io.isthmus.service.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.TestModel;
import io.isthmus.engine.InferencePool;
import io.isthmus.engine.backends.InferenceBackends;
import io.isthmus.profile.BatchTimings;
import io.isthmus.profile.Machine;
import io.isthmus.profile.TimingProfile;
import io.isthmus.profiling.MachineProbe;
import io.isthmus.profiling.Profiler;
import io.isthmus.service.model.ModelProperties;
import io.isthmus.service.model.ReadyWith;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** With real files and the real network: measures the profile in a file of its own. */
@ExtendWith(OutputCaptureExtension.class)
abstract class MeasuringContract {

  static final Machine HERE = MachineProbe.probe(InferenceBackends.load(1));

  /** No measurement has it, so it tells a profile that was stored from one that was measured. */
  static final Instant STORED = Instant.EPOCH;

  static final DefaultApplicationArguments NO_ARGUMENTS = new DefaultApplicationArguments();

  final InferencePool pool = new InferencePool(InferenceBackends.load(1), 1, 1);
  final Visitors visitors = new Visitors();
  MachineProfile profile = new MachineProfile(ReadyWith.FIRST, new ProfileProgress());
  final Path file;
  TimingProfile good;

  MeasuringContract(@TempDir Path folder) {
    file = folder.resolve("profiles/profile.json");
  }

  @BeforeEach
  void measureOnce() throws Exception {
    good = of(load(HERE), HERE, TestModel.chain().network().fingerprint());
    Files.delete(file);
  }

  @AfterEach
  void close() {
    pool.close();
  }

  TimingProfile load(Machine machine, Integer... batches) throws Exception {
    ProfileMeasuring measuring = measuring(machine, ReadyWith.COMPLETE, batches);
    measuring.run(NO_ARGUMENTS);
    measuring.destroy();
    assertThat(profile.ready()).isTrue();
    return profile.measured().orElseThrow();
  }

  TimingProfile load(Machine machine) throws Exception {
    return load(machine, 1);
  }

  ProfileMeasuring measuring(Machine machine, ReadyWith ready, Integer... batches) {
    profile = new MachineProfile(ready, new ProfileProgress());
    ModelProperties properties =
        new ModelProperties(
            TestModel.PACKAGE,
            file,
            List.of(batches),
            Duration.ofMillis(1),
            ready,
            Duration.ofMinutes(1),
            null);
    return new ProfileMeasuring(
        new Profiler(TestModel.chain(), machine, properties.profileTime()),
        new ProfileFile(file, TestModel.chain().network(), machine),
        properties.batches(),
        profile,
        new IdleTurns(pool, visitors, profile::ready));
  }

  static TimingProfile of(TimingProfile p, Machine machine, String fingerprint) {
    List<BatchTimings> batches = p.batches();
    return new TimingProfile(
        p.model(), fingerprint, machine, STORED, p.referencePixels(), p.units(), batches);
  }

  static void await(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.sleep(5);
    }
  }
}
