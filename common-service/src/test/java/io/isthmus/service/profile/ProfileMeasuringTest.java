package io.isthmus.service.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.profile.BatchTimings;
import io.isthmus.profile.PendingSizes;
import io.isthmus.profile.TimingProfile;
import io.isthmus.profile.store.ProfileStore;
import io.isthmus.service.model.ReadyWith;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.web.ErrorResponseException;

/**
 * A profile that is not complete is gone on with, and what is left is measured while nobody asks
 * for anything.
 */
class ProfileMeasuringTest extends MeasuringContract {

  ProfileMeasuringTest(@TempDir Path folder) {
    super(folder);
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
}
