package io.isthmus.calibration.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.calibration.CalibratedCut;
import io.isthmus.calibration.CalibratedOption;
import io.isthmus.calibration.Calibration;
import io.isthmus.encoding.Encoding;
import io.isthmus.encoding.Quantiser;
import io.isthmus.encoding.Quantiser.Channel;
import io.isthmus.network.Chains;
import io.isthmus.network.Network;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationStoreTest {

  private static final Network NETWORK = Chains.of(8, List.of(200, 3, 2));

  private static final Quantiser QUANTISER =
      new Quantiser(
          List.of(new Channel(-17, -9, 16), new Channel(320, 1 << 20, 1), new Channel(0, 3, 5)));

  private final Path temp;

  CalibrationStoreTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @ParameterizedTest
  @CsvSource({
    "x/net.zip, x/net.calibration.json",
    "net.zip, net.calibration.json",
    "x/net, x/net.calibration.json",
    "x/net/, x/net.calibration.json",
    "./net/., net.calibration.json",
    "x/net.v2.zip, x/net.v2.calibration.json",
    "/models/net.zip, /models/net.calibration.json",
  })
  void aCalibrationLiesBesideItsPackage(Path modelPackage, Path file) {
    assertThat(CalibrationStore.beside(modelPackage)).isEqualTo(file);
  }

  @Test
  void thePackageInTheWorkingFolderHasItsCalibrationBesideThatFolder() {
    Path here = Path.of("").toAbsolutePath();
    Path expected = here.resolveSibling(here.getFileName() + ".calibration.json");
    assertThat(CalibrationStore.beside(Path.of("."))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsWrittenIsReadBack_andNothingElseIsLeft(boolean labelled) throws Exception {
    Path file = temp.resolve("new/net.calibration.json");
    CalibrationStore.write(calibration(labelled), file);
    CalibrationStore.write(calibration(labelled), file);
    assertThat(CalibrationStore.read(file, NETWORK)).isEqualTo(calibration(labelled));
    try (Stream<Path> left = Files.list(temp.resolve("new"))) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void theFileHasTheRightsOfAnyNewFile() throws Exception {
    Path file = temp.resolve("net.calibration.json");
    CalibrationStore.write(calibration(false), file);
    Path plain = Files.createFile(temp.resolve("plain"));
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(plain));
  }

  @Test
  void aChannelOfAQuantiserTakesThreeNumbersOnThreeLines() throws Exception {
    assertThat(json()).contains("\"exponents\" : [ -17, 320, 0 ]", "\"levels\" : [ 16, 1, 5 ]");
  }

  @Test
  void anotherPackagesCalibrationIsRefusedWithBothFingerprints() throws Exception {
    Path file = temp.resolve("net.calibration.json");
    Files.writeString(file, json().replace("f".repeat(64), "a".repeat(64)));
    assertThatThrownBy(() -> CalibrationStore.read(file, NETWORK))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "%s was measured for the package with the fingerprint %s, and made has the fingerprint %s",
            file, "a".repeat(64), "f".repeat(64));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "null", "7", "[]", "{}", "{", "\"text\"", "\0\1\2", "{} {}"})
  void whatIsNoCalibrationIsRefused(String content) throws Exception {
    assertRefused(content);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"format\" : 1'        | '\"format\" : 2'          | format must be",
        "'\"format\" : 1,'       | ''                        | format must be",
        "'\"fingerprint\"'       | '\"f\"'                   | fingerprint must be a text, and is absent",
        "'ffffffff\",'           | 'FFFFFFFF\",'             | fingerprint must be 64 hexadecimal digits",
        "'\"images\" : 600'      | '\"images\" : 0'          | images must be",
        "'\"images\" : 600'      | '\"images\" : -1'         | images must be",
        "'\"images\" : 600'      | '\"images\" : 600.5'      | images must be",
        "'\"images\" : 600'      | '\"images\" : \"600\"'    | images must be",
        "'\"images\" : 600'      | '\"images\" : 2147483648' | images must be",
        "'\"images\" : 600'      | '\"images\" : 1e400'      | images must be",
        "'\"images\" : 600'      | '\"images\" : 100'        | upper must be",
        "'\"images\" : 600'      | '\"images\" : 600, \"images\" : 600' | Duplicate",
        "'\"exactAccuracy\" : 0.9' | '\"exactAccuracy\" : 1.1' | exactAccuracy must be a number of 0.0 to 1.0, and is 1.1",
        "'\"exactAccuracy\" : 0.9' | '\"exactAccuracy\" : null' | accuracy must be absent",
        "'\"cuts\" : ['          | '\"cuts\" : {}, \"x\" : [' | cuts must be a list",
        "'\"split\" : 2'         | '\"split\" : 3'           | cuts[1].split must be a whole number of 1 to 2",
        "'\"split\" : 2'         | '\"split\" : 0'           | cuts[1].split",
        "'\"split\" : 2'         | '\"split\" : 1'           | cuts[1].unit must be 'u1'",
        "'\"unit\" : \"u2\"'     | '\"unit\" : \"u1\"'       | cuts[1].unit must be 'u2', the unit of cut 2",
        "'\"elements\" : 3,'     | '\"elements\" : 4,'       | cuts[1].elements must be a whole number of 3 to 3",
        "'\"options\" : ['       | '\"o\" : ['               | cuts[0].options must be a list",
        "'\"pixels\"'            | '\"f16\"'                 | must be an encoding of cut 0",
        "'\"pixels\"'            | '\"q16\"'                 | must be an encoding of cut 0",
        "'\"q16\"'               | '\"jpeg90\"'              | must be an encoding of cut 2",
        "'\"f16\"'               | '\"pixels\"'              | must be an encoding of cut 2",
        "'\"f16\"'               | '\"zip\"'                 | must be raw, pixels, lossless, f16, q2 to q256 or jpeg1 to jpeg100",
        "'\"f16\"'               | '\"lossless\"'            | only once",
        "'\"f16\"'               | '\"q8\"'                  | quantiser.exponents must be a list",
        "'\"q16\"'               | '\"q15\"'                 | quantiser.levels[0] must be a whole number of 1 to 15, and is 16",
        "'\"q16\"'               | '\"q1\"'                  | must be raw",
        "'\"q16\"'               | '\"q257\"'                | must be raw",
        "'\"bytesMean\" : 9.5'   | '\"bytesMean\" : -9.5'    | bytesMean must be",
        "'\"bytesMean\" : 9.5'   | '\"bytesMean\" : NaN'     | ''",
        "'\"bytesMean\" : 9.5'   | '\"bytesMean\" : \"NaN\"' | bytesMean must be",
        "'\"bytesMean\" : 9.5'   | '\"bytesMean\" : 1e308'   | bytesMean must be",
        "'\"bytesMean\" : 9.5'   | '\"bytesMean\" : 1e999'   | bytesMean must be",
        "'\"bytesP95\" : 12.0'   | '\"bytesP95\" : 0'        | bytesP95 must be",
        "'\"changed\" : 2'       | '\"changed\" : 601'       | changed must be a whole number of 0 to 600",
        "'\"changed\" : 2'       | '\"changed\" : -2'        | changed must be",
        "'\"changed\" : 2'       | '\"changed\" : 300'       | upper must be",
        "'\"upper\" : 0.0105'    | '\"upper\" : 0.0001'      | upper must be",
        "'\"upper\" : 0.0105'    | '\"upper\" : 1.5'         | upper must be",
        "'\"upper\" : 0.0105'    | '\"upper\" : -0.01'       | upper must be",
        "'\"meanChange\" : 0.25' | '\"meanChange\" : -1'     | meanChange must be",
        "'\"meanChange\" : 0.25' | '\"meanChange\" : 1e999'  | meanChange must be",
        "'\"accuracy\" : 0.89'   | '\"accuracy\" : 2'        | accuracy must be",
        "'\"accuracy\" : 0.89,'  | ''                        | accuracy must be a number of 0.0 to 1.0, and is absent",
        "'\"lossUpper\" : 0.015' | '\"lossUpper\" : -2'      | lossUpper must be",
        "'\"lossUpper\" : 0.015' | '\"lossUpper\" : null'    | lossUpper must be",
        "'[ -17, 320, 0 ]'       | '[ -17, 320 ]'            | exponents must be a list of 3 numbers, one a channel",
        "'[ -17, 320, 0 ]'       | '[ -17, 320, 0, 0 ]'      | exponents must be a list of at most 3",
        "'[ -17, 320, 0 ]'       | '[ -17, 321, 0 ]'         | exponents[1] must be a whole number of -320 to 320",
        "'[ -17, 320, 0 ]'       | '[ -17, NaN, 0 ]'         | ''",
        "'[ -17, 320, 0 ]'       | '[ -17, 3.5, 0 ]'         | exponents[1] must be",
        "'[ -17, 320, 0 ]'       | '[ -17, null, 0 ]'        | exponents[1] must be",
        "'-9, 1048576, 3'        | '-9, 1048577, 3'          | zeros[1] must be",
        "'-9, 1048576, 3'        | '-9, 1e6, 3'              | zeros[1] must be",
        "'[ 16, 1, 5 ]'          | '[ 16, 0, 5 ]'            | levels[1] must be",
        "'[ 16, 1, 5 ]'          | '[ 17, 1, 5 ]'            | levels[0] must be",
        "'[ 16, 1, 5 ]'          | '[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]' | ''",
      })
  void aCalibrationThatCannotBeIsRefused(String part, String instead, String reason)
      throws Exception {
    String json = json();
    assertThat(json).contains(part);
    assertRefused(json.replace(part, instead), reason);
  }

  @Test
  void aFileThatIsTooLargeIsNotReadWhole() throws Exception {
    Path file = temp.resolve("huge.json");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(1L << 40);
    }
    assertThatThrownBy(() -> CalibrationStore.read(file, NETWORK))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(file.toString(), "more than 33554432 bytes");
  }

  @Test
  void aFileThatCannotBeReadIsNamed() {
    for (Path path : new Path[] {temp.resolve("absent.json"), temp}) {
      assertThatThrownBy(() -> CalibrationStore.read(path, NETWORK))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(path.toString());
    }
  }

  private void assertRefused(String content, String... reasons) throws IOException {
    Path file = temp.resolve("bad.json");
    Files.writeString(file, content);
    assertThatThrownBy(() -> CalibrationStore.read(file, NETWORK))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file + " is not a calibration: ")
        .hasMessageContainingAll(reasons.length == 0 ? new String[] {""} : reasons)
        .message()
        .hasLineCount(1)
        .doesNotContain("Exception")
        .hasSizeLessThan(600);
  }

  private String json() throws IOException {
    Path file = temp.resolve("good.json");
    CalibrationStore.write(calibration(true), file);
    return Files.readString(file);
  }

  private static Calibration calibration(boolean labelled) {
    return new Calibration(
        NETWORK.fingerprint(),
        600,
        labelled ? 0.9 : null,
        List.of(
            new CalibratedCut(
                0,
                "input",
                192,
                List.of(
                    exact(Encoding.RAW, labelled),
                    exact(Encoding.PIXELS, labelled),
                    exact(Encoding.LOSSLESS, labelled))),
            new CalibratedCut(
                2,
                "u2",
                3,
                List.of(
                    exact(Encoding.LOSSLESS, labelled),
                    lossy(Encoding.F16, null, labelled),
                    lossy(Encoding.quantised(16), QUANTISER, labelled)))));
  }

  private static CalibratedOption exact(Encoding encoding, boolean labelled) {
    return new CalibratedOption(
        encoding, 100, 120, 0, 0.005, 0, labelled ? 0.9 : null, labelled ? 0.006 : null, null);
  }

  private static CalibratedOption lossy(
      Encoding encoding, @Nullable Quantiser quantiser, boolean labelled) {
    return new CalibratedOption(
        encoding,
        9.5,
        12,
        2,
        0.0105,
        0.25,
        labelled ? 0.89 : null,
        labelled ? 0.015 : null,
        quantiser);
  }
}
