package io.isthmus.guard.store;

import static io.isthmus.guard.MadeCalibrations.COARSE;
import static io.isthmus.guard.MadeCalibrations.FINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.calibration.store.CalibrationStore;
import io.isthmus.decision.OptionSpace;
import io.isthmus.guard.Checks;
import io.isthmus.guard.Guard;
import io.isthmus.guard.MadeCalibrations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardStoreTest {

  private static final OptionSpace SPACE = MadeCalibrations.space(0.005, 0.01, 0.2);
  private static final String DIGEST =
      CalibrationStore.digest(MadeCalibrations.of(0.005, 0.01, 0.2));

  private static final String GOOD =
      """
      {"format":1,"calibration":"%s",
       "options":[{"split":2,"encoding":"q64","checked":120,"changed":9,"suspended":true}]}
      """
          .formatted(DIGEST);

  private final Path file;

  GuardStoreTest(@TempDir Path temp) {
    file = temp.resolve("net.guard.json");
  }

  @Test
  void whatIsWrittenIsReadBack() throws Exception {
    Guard guard = Guard.NONE.checked(FINE, 100, 12, SPACE).checked(COARSE, 7, 1, SPACE);
    GuardStore.write(guard, DIGEST, file);
    assertThat(GuardStore.read(file, DIGEST, SPACE.lossy())).isEqualTo(guard.checks());
    Files.writeString(file, GOOD);
    assertThat(GuardStore.read(file, DIGEST, SPACE.lossy()))
        .containsOnlyKeys(FINE)
        .containsValue(new Checks(120, 9, true));
  }

  @Test
  void anotherCalibrationHasAnotherDigest_anEqualOneTheSame() {
    assertThat(CalibrationStore.digest(MadeCalibrations.of(0.005, 0.01, 0.2))).isEqualTo(DIGEST);
    assertThat(CalibrationStore.digest(MadeCalibrations.of(0.005, 0.01, 0.3)))
        .isNotEqualTo(DIGEST)
        .hasSize(64);
  }

  @Test
  void whatBelongsToAnotherCalibrationIsRefused() throws Exception {
    Files.writeString(file, GOOD);
    assertThatThrownBy(() -> GuardStore.read(file, "0".repeat(64), SPACE.lossy()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("another calibration");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"format\":1",
        "\"format\":1|\"format\":2",
        "\"q64\"|\"q63\"",
        "\"q64\"|\"raw\"",
        "\"q64\"|\"zip\"",
        "\"q64\"|null",
        "\"split\":2|\"split\":-2",
        "\"split\":2|\"split\":2.5",
        "\"split\":2,|",
        "\"changed\":9|\"changed\":121",
        "\"changed\":9|\"changed\":-1",
        "\"checked\":120|\"checked\":99999999999999999999",
        "\"suspended\":true|\"suspended\":null",
        "{\"split\"|null,{\"split\"",
        "\"options\":[|\"options\":[[",
        "\"suspended\":true|\"suspended\":true,\"more\":1",
      })
  void aBrokenFileIsRefusedWithItsName(String change) throws Exception {
    String[] parts = change.split("\\|", -1);
    String json = parts.length == 2 ? GOOD.replace(parts[0], parts[1]) : change;
    Files.writeString(file, json);
    assertThatThrownBy(() -> GuardStore.read(file, DIGEST, SPACE.lossy()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void aFolderAndAFileThatIsFarTooLongAreRefused(@TempDir Path folder) throws Exception {
    assertThatThrownBy(() -> GuardStore.read(folder, DIGEST, SPACE.lossy()))
        .hasMessageContaining("is a folder");
    Files.write(file, new byte[(1 << 20) + 1]);
    assertThatThrownBy(() -> GuardStore.read(file, DIGEST, SPACE.lossy()))
        .hasMessageContaining("has more than 1048576 bytes");
  }
}
