package io.isthmus.cli.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.OddPackage;
import io.isthmus.TwoForms;
import io.isthmus.answers.Answers;
import io.isthmus.cli.service.Checkout;
import io.isthmus.cli.service.Services;
import io.isthmus.model.Form;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real processes that have to end by themselves: with packages whose code never comes back, and on
 * a GPU that is not there.
 */
@Tag("lab")
class EndlessPackagesIT {

  private static final Checkout CHECKOUT = Checkout.find();

  @RegisterExtension final Answers answers = new Answers("pair");

  private final Path temp;

  EndlessPackagesIT(@TempDir Path temp) {
    this.temp = temp;
  }

  private Starts.Outcome run(List<String> command) throws Exception {
    return Starts.run(CHECKOUT, temp, Map.of("ISTHMUS_START_CACHE", "off"), command);
  }

  private Starts.Outcome start(String kind, Path modelPackage, String... properties)
      throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                kind,
                "--server.port=" + Services.freePort(),
                "--isthmus.model.package=" + modelPackage));
    command.addAll(List.of(properties));
    return run(command);
  }

  private static void isRefused(Starts.Outcome outcome, String sentence) {
    assertThat(outcome.output())
        .containsOnlyOnce("The service does not start: ")
        .containsPattern(sentence)
        .doesNotContain("\tat ");
    assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(1);
  }

  @Test
  void aUnitThatLoopsForEverEndsAServiceAfterAWhile() throws Exception {
    Map<String, String> modules = Map.of("device", "stem", "edge", "preprocess");
    for (Map.Entry<String, String> each : modules.entrySet()) {
      Path folder = OddPackage.write(temp, Map.of(each.getValue(), "endless"));
      isRefused(
          start(each.getKey(), folder, "--isthmus.model.load-timeout=3s"),
          "cannot be used: while [a-z ]+, loading takes longer than the 3 s of isthmus.model");
      answers.fault(
          "the %s is started with a package whose %s loops for ever"
              .formatted(each.getKey(), each.getValue()),
          "after isthmus.model.load-timeout exit code 1 and one line that says how far it was");
    }
  }

  @Test
  void aUnitThatAllocatesWithoutBoundEndsAServiceBeforeTheKernelDoes() throws Exception {
    Path folder = OddPackage.write(temp, Map.of("stem", "growing"));
    isRefused(
        start("edge", folder, "--isthmus.model.memory-limit=1500MB"),
        "while stem runs, the process takes [0-9]+ MB, more than the 1573 MB of isthmus.model");
    answers.fault(
        "the edge is started with a package whose unit allocates without bound",
        "beyond isthmus.model.memory-limit, or what the machine has, exit code 1 and one line that"
            + " names the unit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"inspect", "profile", "calibrate"})
  void theSameEndsACommandWithOneLine(String name) throws Exception {
    Path folder = OddPackage.write(temp, Map.of("stem", "endless"));
    List<String> command = new ArrayList<>(List.of(name, folder.toString(), "--time-limit", "2"));
    command.addAll(
        switch (name) {
          case "profile" -> List.of("--out", temp.resolve("profile.json").toString());
          case "calibrate" -> List.of("--images", CHECKOUT.samples().toString());
          default -> List.of();
        });
    Starts.Outcome outcome = run(command);
    assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(2);
    assertThat(outcome.output())
        .contains("isthmus: Model package " + folder)
        .containsPattern("while [a-z ]+, loading takes longer than the 2 s of --time-limit");
  }

  @Test
  void aServiceThatIsToComputeOnAGpuDoesNotComputeElsewhere() throws Exception {
    for (Form.Engine engine : Form.Engine.values()) {
      String kind = engine == Form.Engine.PYTORCH ? "device" : "edge";
      isRefused(
          start(
              kind,
              TwoForms.FILE,
              "--isthmus.engine=" + engine.word().toLowerCase(Locale.ROOT),
              "--isthmus.inference.device=cuda:0"),
          engine.word() + " cannot compute on cuda:0: .* has no CUDA\\. .* or compute on cpu");
      answers.fault(
          "the %s is to compute on a GPU, and its %s has no CUDA".formatted(kind, engine.word()),
          "exit code 1 and one line that says so; nothing computes on the processor instead");
    }
  }

  @Test
  void aDeviceThatIsNoneIsRefusedWithWhatMayStandThere() throws Exception {
    isRefused(
        start("edge", TwoForms.FILE, "--isthmus.inference.device=gpu"),
        "isthmus.inference.device, set .*, is 'gpu' and must be cpu or a GPU such as cuda:0");
  }
}
