package io.isthmus.service.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.TestModel;
import io.isthmus.profile.BatchTimings;
import io.isthmus.profile.Machine;
import io.isthmus.profile.TimingProfile;
import io.isthmus.profile.store.ProfileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;

/** A stored profile is used only where it belongs. */
class StoredProfileTest extends MeasuringContract {

  StoredProfileTest(@TempDir Path folder) {
    super(folder);
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
        new Machine(h.processor(), h.architecture(), h.cores(), h.threads(), "another"),
        new Machine(h.processor(), h.architecture(), h.cores(), h.threads(), h.engine(), "cuda:0"));
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
