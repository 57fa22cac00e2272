package io.isthmus.service.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.TestModel;
import io.isthmus.engine.InferencePool;
import io.isthmus.engine.Torch;
import io.isthmus.profile.BatchTimings;
import io.isthmus.profile.Machine;
import io.isthmus.profile.MachineProbe;
import io.isthmus.profile.PendingSizes;
import io.isthmus.profile.ProfileStore;
import io.isthmus.profile.Profiler;
import io.isthmus.profile.TimingProfile;
import io.isthmus.service.ModelProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.ErrorResponseException;

/**
 * With real files and the real network: a stored profile is used only where it belongs, one that is
 * not complete is gone on with, and what is left is measured while nobody asks for anything.
 */
@ExtendWith(OutputCaptureExtension.class)
class ProfileMeasuringTest {

  private static final Machine HERE = MachineProbe.probe(Torch.load(1));

  /** No measurement has it, so it tells a profile that was stored from one that was measured. */
  private static final Instant STORED = Instant.EPOCH;

  private static final DefaultApplicationArguments NO_ARGUMENTS = new DefaultApplicationArguments();

  private final InferencePool pool = new InferencePool(1, 1);
  private final Visitors visitors = new Visitors();
  private MachineProfile profile = new MachineProfile(ReadyWith.FIRST, new ProfileProgress());
  private final Path file;
  private TimingProfile good;

  ProfileMeasuringTest(@TempDir Path folder) {
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

  private TimingProfile load(Machine machine, Integer... batches) throws Exception {
    ProfileMeasuring measuring = measuring(machine, ReadyWith.COMPLETE, batches);
    measuring.run(NO_ARGUMENTS);
    measuring.destroy();
    assertThat(profile.ready()).isTrue();
    return profile.measured().orElseThrow();
  }

  private TimingProfile load(Machine machine) throws Exception {
    return load(machine, 1);
  }

  private ProfileMeasuring measuring(Machine machine, ReadyWith ready, Integer... batches) {
    profile = new MachineProfile(ready, new ProfileProgress());
    ModelProperties properties =
        new ModelProperties(TestModel.PACKAGE, file, List.of(batches), Duration.ofMillis(1), ready);
    return new ProfileMeasuring(
        new Profiler(TestModel.chain(), machine, properties.profileTime()),
        new ProfileFile(properties, TestModel.chain().network(), machine),
        properties.batches(),
        profile,
        new IdleTurns(pool, visitors, profile::ready));
  }

  private static TimingProfile of(TimingProfile p, Machine machine, String fingerprint) {
    List<BatchTimings> batches = p.batches();
    return new TimingProfile(
        TimingProfile.FORMAT,
        p.model(),
        fingerprint,
        machine,
        STORED,
        p.referencePixels(),
        p.units(),
        batches);
  }

  @Test
  void whatIsMeasuredIsStored_andUsedAtTheNextStart() throws Exception {
    TimingProfile first = load(HERE);
    assertThat(first.fingerprint()).isEqualTo(TestModel.chain().network().fingerprint());
    assertThat(first.machine()).isEqualTo(HERE);
    assertThat(load(HERE)).isEqualTo(first);
  }

  @Test
  void aProfileOfThisModelOnThisMachineIsUsed(CapturedOutput output) throws Exception {
    ProfileStore.write(good, file);
    assertThat(load(HERE)).isEqualTo(good);
    assertThat(output.getAll()).doesNotContain("a new one is measured");
  }

  @Test
  void aProfileOfAnotherModelIsNotUsed_andSaysSo(CapturedOutput output) throws Exception {
    ProfileStore.write(of(good, HERE, "0".repeat(64)), file);
    isMeasuredAnew();
    assertThat(output.getAll()).contains("WARN", file.toString(), "is of another model");
  }

  static Stream<Machine> otherMachines() {
    Machine h = HERE;
    return Stream.of(
        new Machine("another", h.architecture(), h.cores(), h.threads(), h.engine()),
        new Machine(h.processor(), "another", h.cores(), h.threads(), h.engine()),
        new Machine(h.processor(), h.architecture(), h.cores() + 1, h.threads(), h.engine()),
        new Machine(h.processor(), h.architecture(), h.cores(), h.threads() + 1, h.engine()),
        new Machine(h.processor(), h.architecture(), h.cores(), h.threads(), "another"));
  }

  @ParameterizedTest
  @MethodSource("otherMachines")
  void aProfileOfAnotherMachineOrThreadCountIsNotUsed_andSaysSo(
      Machine other, CapturedOutput output) throws Exception {
    ProfileStore.write(of(good, other, good.fingerprint()), file);
    isMeasuredAnew();
    assertThat(output.getAll())
        .contains("WARN", file.toString(), "was measured on", other.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "nonsense", "{\"format\":2}"})
  void aFileThatIsNoProfileIsNotUsed_andSaysSo(String content, CapturedOutput output)
      throws Exception {
    Files.writeString(file, content);
    String before = Files.readString(file);
    assertThat(load(HERE).measured()).isAfter(STORED);
    assertThat(Files.readString(file)).isEqualTo(before);
    assertThat(output.getAll()).contains("WARN", file.toString(), "not a timing profile");
  }

  @Test
  void aFolderThatCannotBeWrittenToMeansAWarning_notAFailure(CapturedOutput output)
      throws Exception {
    Files.delete(file.getParent());
    Files.writeString(file.getParent(), "a file where the folder should be");
    assertThat(load(HERE).measured()).isAfter(STORED);
    assertThat(output.getAll()).contains("WARN", "could not be stored");
  }

  private TimingProfile stored() throws IOException {
    return ProfileStore.read(file);
  }

  /** The first size is stored, and the second was being measured when that many processes ended. */
  private TimingProfile leaves(int begun) throws IOException {
    TimingProfile partial = good.with(new PendingSizes(List.of(2), begun));
    ProfileStore.write(partial, file);
    return partial;
  }

  @Test
  void aProfileThatIsNotCompleteIsGoneOnWith() throws Exception {
    leaves(1);
    TimingProfile all = load(HERE, 1, 2);
    assertThat(all.batches()).extracting(BatchTimings::batch).containsExactly(1, 2);
    assertThat(all.batches().get(0)).as("not measured again").isEqualTo(good.batches().get(0));
    assertThat(all.complete()).isTrue();
    assertThat(stored()).isEqualTo(all);
  }

  @Test
  void aSizeThatIsNoLongerWantedIsNotMeasured() throws Exception {
    leaves(0);
    assertThat(load(HERE, 1).batches()).isEqualTo(good.batches());
    leaves(3);
    assertThat(load(HERE, 1, 4).batches())
        .as("what ended processes was another size")
        .extracting(BatchTimings::batch)
        .containsExactly(1, 4);
  }

  @Test
  void aSizeThatHasEndedThreeProcessesIsNotTriedAFourthTime(CapturedOutput output)
      throws Exception {
    leaves(3);
    TimingProfile all = load(HERE, 1, 2, 4);
    assertThat(all.batches()).last().isEqualTo(BatchTimings.tooLarge(2));
    assertThat(all.largestBatch()).isEqualTo(1);
    assertThat(stored()).as("and that is known from now on").isEqualTo(all);
    assertThat(output.getAll()).contains("A batch of 2 has ended this service 3 times", "Delete");
  }

  @Test
  void aPartialProfileThatIsDamagedIsMeasuredAnew_andSaysSo(CapturedOutput output)
      throws Exception {
    leaves(0);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    TimingProfile all = load(HERE, 1, 2);
    assertThat(all.measured()).isAfter(STORED);
    assertThat(all.batches()).extracting(BatchTimings::batch).containsExactly(1, 2);
    assertThat(output.getAll()).contains("WARN", file.toString(), "not a timing profile");
  }

  @Test
  void theStartEndsWithTheFirstSize_requestsComeFirst_andTheRestIsMeasuredAfterThem()
      throws Exception {
    visitors.comes(); // before it is ready, one that is refused
    ProfileMeasuring measuring = measuring(HERE, ReadyWith.FIRST, 1, 2);
    measuring.run(NO_ARGUMENTS);
    assertThat(profile.ready()).isTrue();
    Thread.sleep(150);
    assertThat(profile.sizes()).as("while somebody is inside").containsExactly(1);
    assertThat(profile.pending()).isEqualTo(1);
    assertThat(profile.get().largestBatch()).as("planned in proportion").isEqualTo(2);
    assertThat(stored().pending())
        .as("known to the next one, should this process be ended")
        .isEqualTo(new PendingSizes(List.of(2), 1));
    visitors.leaves();
    await(() -> profile.measured().orElseThrow().complete());
    measuring.destroy();
    assertThat(stored().complete()).isTrue();
  }

  @Test
  void anOrderlyEndIsNotHeldAgainstASize(CapturedOutput output) throws Exception {
    ProfileMeasuring measuring = measuring(HERE, ReadyWith.FIRST, 1, 2);
    visitors.comes();
    measuring.run(NO_ARGUMENTS);
    await(() -> markedAsBegun());
    measuring.destroy();
    assertThat(stored().pending()).isEqualTo(new PendingSizes(List.of(2), 0));
    assertThat(output.getAll()).contains("the next start goes on with it");
  }

  private boolean markedAsBegun() throws IOException {
    PendingSizes pending = stored().pending();
    return pending != null && pending.begun() == 1;
  }

  @Test
  void aStartThatWaitsForAllIsEndedInOrderToo() throws Exception {
    ProfileMeasuring measuring = measuring(HERE, ReadyWith.COMPLETE, 1, 2, 4, 8, 16, 32, 64);
    Thread start = new Thread(() -> assertThatNoException().isThrownBy(() -> run(measuring)));
    start.start();
    await(() -> !profile.sizes().isEmpty());
    assertThat(profile.ready()).isFalse();
    assertThatThrownBy(profile::requireReady)
        .isInstanceOfSatisfying(
            ErrorResponseException.class,
            e -> {
              assertThat(e.getStatusCode().value()).isEqualTo(503);
              assertThat(e.getHeaders().getFirst("Retry-After")).matches("[1-9][0-9]?");
              assertThat(e.getBody().getDetail()).matches(".*\\([0-9]+ of about 28 runs.*");
            });
    measuring.destroy();
    start.join(5000);
    assertThat(start.isAlive()).isFalse();
    assertThat(stored().complete()).isFalse();
  }

  private static void run(ProfileMeasuring measuring) throws InterruptedException {
    measuring.run(NO_ARGUMENTS);
  }

  @Test
  void aMeasurementThatFailsBeforeThereIsAnythingFailsTheStart() {
    pool.close();
    ProfileMeasuring measuring = measuring(HERE, ReadyWith.FIRST, 1, 2);
    assertThatThrownBy(() -> measuring.run(NO_ARGUMENTS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("could not be measured");
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.sleep(5);
    }
  }

  /** And the stored file, which belongs to someone else, is left as it is. */
  private void isMeasuredAnew() throws Exception {
    byte[] before = Files.readAllBytes(file);
    TimingProfile used = load(HERE);
    assertThat(used.measured()).isAfter(STORED);
    assertThat(used.machine()).isEqualTo(HERE);
    assertThat(used.fingerprint()).isEqualTo(TestModel.chain().network().fingerprint());
    assertThat(used.batches()).extracting(BatchTimings::batch).containsExactly(1);
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }
}
