package io.isthmus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.OddPackage;
import io.isthmus.network.DType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class InspectCommandTest {

  private static final Outcome JSON = Outcome.of("inspect", Outcome.PACKAGE, "--json");

  @Test
  void jsonHoldsNameLengthBottlenecksAndUnits() {
    assertThat(JSON.exitCode()).isZero();
    InspectCommand.Report report = Json.read(JSON.out(), InspectCommand.Report.class);
    assertThat(report.name()).isEqualTo("efficientnet_b0");
    assertThat(report.length()).isEqualTo(18);
    assertThat(report.natural()).isEqualTo(IntStream.rangeClosed(3, 17).boxed().toList());
    assertThat(report.compressive()).containsExactly(3, 5, 7, 13);
    assertThat(report.units()).extracting("index").containsExactlyElementsOf(upTo(18));
    assertThat(report.units().get(12))
        .isEqualTo(
            new InspectCommand.UnitReport(
                13,
                "block11",
                List.of(192, 7, 7),
                List.of(
                    new InspectCommand.TensorReport("activation", List.of(192, 7, 7), DType.F32)),
                9408,
                0.0625,
                262_492));
  }

  @Test
  void jsonHasTheFieldsThatAreDocumentedAndNoOthers() {
    assertThat(Json.read(JSON.out(), JsonNode.class).propertyNames())
        .containsExactly("name", "L", "natural", "compressive", "forms", "units");
  }

  @Test
  void theTableNamesEveryUnitInItsOrder() {
    Outcome outcome = Outcome.of("inspect", Outcome.PACKAGE);

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out())
        .containsSubsequence("stem", "block0", "block15", "head")
        .contains("15 natural bottlenecks, 4 of them compressive");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tuple    | stem gives (Tensor, Tensor) and not one tensor",
        "float16  | stem is float16 (1, 2, 4, 4), but the manifest says F32 (1, 2, 4, 4)",
        "onlyone  | stem is float32 (1, 2, 4, 4), but the manifest says F32 (2, 2, 4, 4)",
        "no-torch | stem is no TorchScript module that this libtorch loads",
      })
  void aUnitThatDoesNotKeepToTheManifestIsOneLineAndWrongInput(
      String module, String reason, @TempDir Path temp) throws Exception {
    Path folder = OddPackage.write(temp, Map.of("stem", module));
    Outcome outcome = Outcome.of("inspect", folder.toString());

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().strip())
        .isEqualTo("isthmus: Model package %s cannot be used: %s".formatted(folder, reason));
  }

  private static List<Integer> upTo(int last) {
    return IntStream.rangeClosed(1, last).boxed().toList();
  }
}
