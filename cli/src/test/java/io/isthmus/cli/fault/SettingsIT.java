package io.isthmus.cli.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.answers.Answers;
import io.isthmus.cli.service.Checkout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher and what its operator says to it: by arguments, variables and files. */
class SettingsIT {

  private static final Checkout CHECKOUT = Checkout.find();

  @RegisterExtension final Answers answers = new Answers("pair");

  private final Path folder;

  SettingsIT(@TempDir Path folder) {
    this.folder = folder;
  }

  private Starts.Outcome start(Map<String, String> variables, String... command) throws Exception {
    Map<String, String> all = new HashMap<>(variables);
    all.put("ISTHMUS_START_CACHE", "off"); // no archive is worth its while for a start that ends
    return Starts.run(CHECKOUT, folder, all, List.of(command));
  }

  private static void isRefused(Starts.Outcome outcome, String sentence) {
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.output())
        .containsOnlyOnce("The service does not start: ")
        .contains(sentence)
        .doesNotContain("\tat ");
  }

  /** An empty one is refused at once, and would not be seen below an argument of the launcher. */
  @Test
  void whatTheEnvironmentSaysOfThePackageCounts_notTheDefault() throws Exception {
    Map<String, String> variable = Map.of("ISTHMUS_MODEL_PACKAGE", "");
    isRefused(
        start(variable, "device", "--server.port=0"),
        "isthmus.model.package, set in the environment, is empty and must be a file.");
  }

  @Test
  void soDoesAFileInTheFolderOfTheStart() throws Exception {
    Path file = Files.createDirectory(folder.resolve("config")).resolve("application.yml");
    Files.writeString(file, "isthmus:\n  model:\n    package: ''\n");
    isRefused(
        start(Map.of(), "edge", "--server.port=0"),
        "application.yml] - 3:14, is empty and must be");
  }

  @Test
  void aTypoEndsTheStartBeforeAnythingIsLoaded() throws Exception {
    Starts.Outcome outcome = start(Map.of("ISTHMUS_EDGE_ULR", "http://x"), "device");
    isRefused(outcome, "ISTHMUS_EDGE_ULR, set in the environment, is no property");
    assertThat(outcome.output()).doesNotContain("Starting DeviceApplication");
    answers.fault(
        "a device is started with ISTHMUS_EDGE_ULR in its environment",
        "exit code 1 and one line that names it and ISTHMUS_EDGE_URL, before anything is loaded");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "edge 8081, '8081' is no argument of a service",
        "device --isthmus.model.package m.zip, --isthmus.model.package needs its value behind",
        "device -isthmus.model.package=m.zip, is no argument of a service",
        "devise, there is no command 'devise'",
        "--version, there is no command '--version'"
      })
  void wrongUsageIsOneLineAndExitCode2(String line, String sentence) throws Exception {
    Starts.Outcome outcome = start(Map.of(), line.split(" "));
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.output()).hasLineCount(1).startsWith("isthmus: ").contains(sentence);
  }
}
