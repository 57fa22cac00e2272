package io.isthmus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.OddPackage;
import io.isthmus.TestModel;
import io.isthmus.engine.backends.InferenceBackends;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packages whose files are intact, and whose modules are not what the manifest says. */
class RehearsalTest {

  private final Path temp;

  RehearsalTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @Test
  void aPackageThatKeepsToAllRulesIsTaken() throws Exception {
    assertThatCode(() -> examine(OddPackage.write(temp, Map.of()))).doesNotThrowAnyException();
    TestModel.chain().examine(TestModel.model(), LoadSteps.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tuple      | stem gives (Tensor, Tensor) and not one tensor",
        "list       | stem gives Tensor[] and not one tensor",
        "dict       | stem gives Dict(str, Tensor) and not one tensor",
        "text       | stem gives str and not one tensor",
        "none       | stem gives NoneType and not one tensor",
        "number     | stem gives float and not one tensor",
        "float16    | stem is float16 (1, 2, 4, 4), but the manifest says F32 (1, 2, 4, 4)",
        "bfloat16   | stem is of an unknown type (1, 2, 4, 4), but the manifest says F32",
        "float64    | stem is float64 (1, 2, 4, 4), but the manifest says F32",
        "int8       | stem is int8 (1, 2, 4, 4), but the manifest says F32",
        "int16      | stem is of an unknown type (1, 2, 4, 4), but the manifest says F32",
        "int32      | stem is int32 (1, 2, 4, 4), but the manifest says F32",
        "int64      | stem is int64 (1, 2, 4, 4), but the manifest says F32",
        "uint8      | stem is uint8 (1, 2, 4, 4), but the manifest says F32",
        "bool       | stem is boolean (1, 2, 4, 4), but the manifest says F32",
        "complex64  | stem is complex64 (1, 2, 4, 4), but the manifest says F32",
        "quantised  | stem is of an unknown type (1, 2, 4, 4), but the manifest says F32",
        "small      | stem is float32 (1, 2, 2, 2), but the manifest says F32 (1, 2, 4, 4)",
        "flat       | stem is float32 (192), but the manifest says F32 (1, 2, 4, 4)",
        "raises     | stem does not run: RuntimeError: AssertionError: only batches of 77",
        "two        | stem does not run: forward() is missing value for argument 'y'",
        "noforward  | stem does not run: Method 'forward' is not defined.",
        "meta       | stem gives a tensor of another kind than a plain one in memory",
        "mkldnn     | stem gives a tensor of another kind than a plain one in memory",
        "sparse     | stem gives a tensor of another kind than a plain one in memory",
        "no-torch   | stem is no TorchScript module that this libtorch loads",
      })
  void aUnitThatGivesSomethingElseThanTheManifestSays_isFoundWhenItIsLoaded(
      String module, String reason) throws Exception {
    assertRefused(OddPackage.write(temp, Map.of("stem", module)), reason, false);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tuple   | preprocess gives (Tensor, Tensor) and not one tensor",
        "float32 | preprocess is no TorchScript module that this libtorch loads",
        "int64   | preprocess",
        "raises  | preprocess does not run: RuntimeError: AssertionError: only batches of 77",
      })
  void soIsPreProcessingThatDoes(String module, String reason) throws Exception {
    assertRefused(OddPackage.write(temp, Map.of("preprocess", module)), reason, false);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "onlyone  | stem is float32 (1, 2, 4, 4), but the manifest says F32 (2, 2, 4, 4)",
        "inplace  | stem writes to its input",
        "random   | stem gives other bits the second time",
        "infinite | stem gives values that are not finite numbers",
      })
  void whatShowsOnlyInUseIsFoundByExamination(String module, String reason) throws Exception {
    assertRefused(OddPackage.write(temp, Map.of("stem", module)), reason, true);
  }

  private static void assertRefused(Path folder, String reason, boolean examined) {
    assertThatThrownBy(() -> examine(folder))
        .isInstanceOf(InvalidPackageException.class)
        .hasMessageStartingWith("Model package %s cannot be used: %s".formatted(folder, reason))
        .message()
        .hasSizeLessThan(folder.toString().length() + 300)
        .doesNotContain("\n");
    assertThat(loads(folder)).isEqualTo(examined);
  }

  private static boolean loads(Path folder) {
    try (ModelPackage model = open(folder);
        UnitChain chain = UnitChain.load(InferenceBackends.load(1), model)) {
      return chain.openMemories() == 0;
    } catch (Exception e) {
      return false;
    }
  }

  private static void examine(Path folder) throws Exception {
    try (ModelPackage model = open(folder);
        UnitChain chain = UnitChain.load(InferenceBackends.load(1), model)) {
      chain.examine(model, LoadSteps.NONE);
    }
  }

  private static ModelPackage open(Path folder) throws Exception {
    return ModelPackage.open(folder);
  }
}
