package io.isthmus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.OnnxFile;
import io.isthmus.OnnxPackage;
import io.isthmus.TwoForms;
import io.isthmus.engine.backends.InferenceBackends;
import io.isthmus.model.Form;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormComparisonTest {

  private static UnitChain load(ModelPackage model, Form.Engine engine) throws Exception {
    return UnitChain.load(InferenceBackends.load(engine, 1), model);
  }

  @Test
  void formsOfTwoEnginesGiveNearlyTheSame() throws Exception {
    ModelPackage model = TwoForms.model();
    try (UnitChain torch = load(model, Form.Engine.PYTORCH);
        UnitChain onnx = load(model, Form.Engine.ONNX_RUNTIME)) {
      assertThat(new FormComparison(model).of(torch, onnx))
          .isPositive()
          .isLessThan(FormComparison.TOLERANCE);
      assertThat(new FormComparison(model).of(onnx, onnx)).isZero();
    }
  }

  @Test
  void theUnitThatGivesOtherValuesIsNamed(@TempDir Path temp) throws Exception {
    byte[] stem = OnnxPackage.stem().bytes();
    Path right = OnnxPackage.write(temp, stem, OnnxPackage.head().bytes());
    Path wrong = OnnxPackage.write(temp, stem, otherHead().bytes());
    try (ModelPackage model = ModelPackage.open(right);
        ModelPackage other = ModelPackage.open(wrong);
        UnitChain first = load(model, Form.Engine.ONNX_RUNTIME);
        UnitChain second = load(other, Form.Engine.ONNX_RUNTIME)) {
      assertThatThrownBy(() -> new FormComparison(model).of(first, second))
          .isInstanceOf(InvalidPackageException.class)
          .hasMessageContaining("head gives other values");
    }
  }

  /** Takes the second and the third number. */
  private static OnnxFile otherHead() {
    return new OnnxFile(14)
        .input("t1", OnnxFile.FLOAT, "batch", 2, 4, 4)
        .constant("from", 1)
        .constant("to", 3)
        .constant("axes", 1)
        .node("", "Flatten", List.of("t1"), "flat", "axis", 1)
        .node("", "Slice", List.of("flat", "from", "to", "axes"), "logits")
        .output("logits", OnnxFile.FLOAT, "batch", 2);
  }
}
