package io.isthmus.device.guard;

import static io.isthmus.guard.MadeCalibrations.COARSE;
import static io.isthmus.guard.MadeCalibrations.FINE;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.calibration.Calibration;
import io.isthmus.calibration.store.CalibrationStore;
import io.isthmus.control.GuardEvent;
import io.isthmus.control.Setup;
import io.isthmus.decision.OptionSpace;
import io.isthmus.device.control.LiveController;
import io.isthmus.guard.Checks;
import io.isthmus.guard.Guard;
import io.isthmus.guard.MadeCalibrations;
import io.isthmus.profile.MadeProfile;
import io.isthmus.profile.ProfileTimes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class GuardMemoryTest {

  private static final Calibration CALIBRATION = MadeCalibrations.of(0.005, 0.01, 0.2);
  private static final OptionSpace SPACE =
      new OptionSpace(MadeCalibrations.NETWORK, 0, CALIBRATION);
  private static final String DIGEST = CalibrationStore.digest(CALIBRATION);
  private static final ProfileTimes TIMES = MadeProfile.times(MadeProfile.batch(1, 1, 1, 1, 1, 1));

  private final Path file;
  private LiveController controller = controller();

  GuardMemoryTest(@TempDir Path temp) {
    file = temp.resolve("state/net.guard.json");
  }

  private static LiveController controller() {
    Setup setup = Setup.of(SPACE, true, 1, Duration.ofSeconds(1));
    return new LiveController(setup, () -> TIMES, LiveController.Recorder.NONE);
  }

  private Guard guard() {
    return controller.snapshot().controller().guard();
  }

  private GuardMemory restarted() {
    controller = controller();
    return new GuardMemory(file, DIGEST, SPACE, controller);
  }

  @Test
  void aSuspensionIsStoredAtOnce_andKnownAfterARestart(CapturedOutput output) {
    GuardMemory memory = restarted();
    controller.on(new GuardEvent.ShadowChecked(FINE, 120, 12));
    memory.note(guard(), true); // and no end in good order
    restarted();
    assertThat(guard().suspended()).containsExactly(FINE);
    assertThat(output)
        .contains("u2:q64 is suspended: 12 of 120 checked answers changed, 1.0 % promised.");
  }

  @Test
  void countsAreStoredAtTheEndAtTheLatest() {
    GuardMemory memory = restarted();
    controller.on(new GuardEvent.ShadowChecked(COARSE, 7, 1));
    memory.note(guard(), false);
    assertThat(file).doesNotExist();
    memory.destroy();
    restarted();
    assertThat(guard().of(COARSE)).isEqualTo(new Checks(7, 1, false));
  }

  @Test
  void whereNothingWasCheckedNothingIsWritten() {
    restarted().destroy();
    assertThat(file).doesNotExist();
  }

  @Test
  void aBrokenFileIsNamedInTheLog_countsAsNone_andIsReplaced(CapturedOutput output)
      throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{\"format\":1,");
    GuardMemory memory = restarted();
    assertThat(guard()).isEqualTo(Guard.NONE);
    assertThat(output).contains(file.toString()).contains("no option is suspended");
    controller.on(new GuardEvent.ShadowChecked(FINE, 120, 12));
    memory.note(guard(), true);
    restarted();
    assertThat(guard().suspended()).containsExactly(FINE);
  }

  @Test
  void whereTheFileCannotBeWrittenTheServiceGoesOn(CapturedOutput output) throws Exception {
    Files.writeString(file.getParent(), "no folder");
    GuardMemory memory = restarted();
    controller.on(new GuardEvent.ShadowChecked(FINE, 120, 12));
    memory.note(guard(), true);
    memory.note(guard(), true);
    assertThat(output.getAll().split("could not be stored", -1)).hasSize(2);
  }
}
