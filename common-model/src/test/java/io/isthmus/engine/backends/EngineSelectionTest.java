package io.isthmus.engine.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.OnnxPackage;
import io.isthmus.TestModel;
import io.isthmus.TwoForms;
import io.isthmus.engine.ComputeDevice;
import io.isthmus.engine.UnitChain;
import io.isthmus.library.NativeLibraryException;
import io.isthmus.model.Form;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineSelectionTest {

  private final Path memo;

  EngineSelectionTest(@TempDir Path folder) {
    memo = folder.resolve("engines.json");
  }

  private Form.Engine engineOf(EngineChoice choice) throws Exception {
    try (UnitChain chain = new EngineSelection(TwoForms.model(), 1, memo).load(choice)) {
      assertThat(chain.backend().version()).startsWith(chain.form().engine().word() + " ");
      return chain.form().engine();
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
  void theEngineThatIsNamedComputes_andNothingIsMeasured(EngineChoice choice) throws Exception {
    assertThat(engineOf(choice)).isEqualTo(choice.named());
    assertThat(memo).doesNotExist();
  }

  @Test
  void withoutANameTheFasterOneComputes_andWhatWasMeasuredIsKept() throws Exception {
    Form.Engine chosen = engineOf(EngineChoice.AUTO);
    EngineTimes times = EngineTimes.read(memo).orElseThrow();
    assertThat(times.times())
        .extracting(EngineTimes.Time::engine)
        .containsExactly(Form.Engine.values());
    assertThat(times.fastest().engine()).isEqualTo(chosen);
    assertThat(times.times()).allMatch(time -> time.ms() > 0);
    assertThat(times.toString()).contains("portable", "onnx", " ms");
  }

  @ParameterizedTest
  @EnumSource(Form.Engine.class)
  void whatWasMeasuredOnceDecidesTheNextStart(Form.Engine faster) throws Exception {
    EngineTimes stored = stored(faster);
    stored.write(memo);
    assertThat(engineOf(EngineChoice.AUTO)).isEqualTo(faster);
    assertThat(EngineTimes.read(memo)).contains(stored);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fingerprint", "processor", "threads", "engines", "version", "damaged"})
  void whatWasMeasuredElsewhereIsMeasuredAgain(String what) throws Exception {
    EngineTimes good = stored(Form.Engine.ONNX_RUNTIME);
    EngineTimes other =
        new EngineTimes(
            what.equals("fingerprint") ? "0".repeat(64) : good.fingerprint(),
            what.equals("processor") ? "another" : good.processor(),
            what.equals("threads") ? 2 : 1,
            what.equals("engines")
                ? good.times().subList(1, 2)
                : what.equals("version")
                    ? List.of(good.times().get(0), time(Form.Engine.ONNX_RUNTIME, "1.0", 1))
                    : good.times());
    other.write(memo);
    if (what.equals("damaged")) {
      Files.writeString(memo, "{\"times\":null}");
    }
    engineOf(EngineChoice.AUTO);
    EngineTimes now = EngineTimes.read(memo).orElseThrow();
    assertThat(
            now.isOf(
                TwoForms.model().network(), 1, ComputeDevice.CPU, List.of(Form.Engine.values())))
        .isTrue();
    assertThat(now).isNotEqualTo(other);
  }

  @Test
  void oneAndSeveralPicturesCountAlike() {
    EngineTimes times =
        EngineTimes.here(
            TwoForms.model().network(),
            1,
            ComputeDevice.CPU,
            List.of(
                new EngineTimes.Time(Form.Engine.PYTORCH, "1", "portable", 20, 10),
                new EngineTimes.Time(Form.Engine.ONNX_RUNTIME, "1", "onnx", 19, 16)));
    assertThat(times.fastest().engine()).isEqualTo(Form.Engine.PYTORCH);
  }

  @Test
  void aPackageForOneEngineRunsOnThat_andNothingIsMeasured(@TempDir Path temp) throws Exception {
    Path folder = OnnxPackage.write(temp, OnnxPackage.stem().bytes(), OnnxPackage.head().bytes());
    try (ModelPackage model = ModelPackage.open(folder);
        UnitChain chain = new EngineSelection(model, 1, memo).load(EngineChoice.AUTO)) {
      assertThat(chain.form().engine()).isEqualTo(Form.Engine.ONNX_RUNTIME);
    }
    assertThat(memo).doesNotExist();
  }

  @Test
  void anEngineThatThePackageHasNoFormForIsRefused_withTheFormsThatItHas() {
    EngineSelection selection = new EngineSelection(TestModel.model(), 1, null);
    assertThatThrownBy(() -> selection.load(EngineChoice.ONNXRUNTIME))
        .isInstanceOf(InvalidPackageException.class)
        .hasMessageContaining("it has no form that OnnxRuntime runs on this machine; it has ")
        .hasMessageContaining("PyTorch");
  }

  @Test
  void aProgramWithoutLibtorchRunsTheFormForOnnxRuntime_andSaysWhatItLacks() throws Exception {
    String without =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("pytorch") && !entry.contains("djl"))
            .collect(Collectors.joining(File.pathSeparator));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Disthmus.root=" + TestModel.ROOT,
                "-cp",
                without,
                WithoutLibtorch.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said)
        .contains("runs onnx\n")
        .contains("This program has no PyTorch for this machine; it has OnnxRuntime.\n")
        .contains("it has the forms ", "and this program runs those of OnnxRuntime\n");
  }

  /** A process whose class path lacks libtorch and DJL. */
  static final class WithoutLibtorch {

    private WithoutLibtorch() {}

    public static void main(String[] arguments) throws Exception {
      EngineSelection selection = new EngineSelection(TwoForms.model(), 1, null);
      try (UnitChain chain = selection.load(EngineChoice.AUTO)) {
        TwoForms.logits(chain, 2);
        System.out.println("runs " + chain.form().name());
      }
      try {
        selection.load(EngineChoice.PYTORCH).close();
      } catch (NativeLibraryException e) {
        System.out.println(e.getMessage());
      }
      try (ModelPackage torch = ModelPackage.open(TestModel.PACKAGE)) {
        new EngineSelection(torch, 1, null).load(EngineChoice.AUTO).close();
      } catch (InvalidPackageException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  /** As if it had been measured that one is much faster. */
  private static EngineTimes stored(Form.Engine faster) throws Exception {
    return EngineTimes.here(
        TwoForms.model().network(),
        1,
        ComputeDevice.CPU,
        List.of(
            time(Form.Engine.PYTORCH, null, faster == Form.Engine.PYTORCH ? 1 : 1000),
            time(Form.Engine.ONNX_RUNTIME, null, faster == Form.Engine.PYTORCH ? 1000 : 1)));
  }

  private static EngineTimes.Time time(Form.Engine engine, @Nullable String version, double ms) {
    String word = engine == Form.Engine.PYTORCH ? "portable" : "onnx";
    String known = InferenceBackends.load(engine, 1).version();
    return new EngineTimes.Time(engine, version == null ? known : version, word, ms, ms);
  }
}
