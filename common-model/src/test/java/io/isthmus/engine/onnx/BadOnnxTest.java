package io.isthmus.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.isthmus.OnnxFile;
import io.isthmus.OnnxPackage;
import io.isthmus.engine.UnitChain;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are not what their manifest says: one sentence, and the process goes on. */
class BadOnnxTest {

  private static final byte[] GOOD = OnnxPackage.stem().bytes();

  private final Path temp;

  BadOnnxTest(@TempDir Path temp) {
    this.temp = temp;
  }

  private static OnnxFile pixels(int opset) {
    return new OnnxFile(opset).input("input", OnnxFile.UINT8, "batch", 3, 8, 8);
  }

  private static OnnxFile activation(OnnxFile file) {
    return file.output("t1", OnnxFile.FLOAT, "batch", 2, 4, 4);
  }

  private static OnnxFile cut() {
    return OnnxPackage.cut(pixels(14));
  }

  private static OnnxFile floats() {
    return pixels(14).node("", "Cast", List.of("input"), "floats", "to", OnnxFile.FLOAT);
  }

  static Stream<Arguments> files() {
    return Stream.of(
        arguments("is no ONNX file", "no ONNX".getBytes(StandardCharsets.UTF_8)),
        arguments("is no ONNX file", Arrays.copyOf(GOOD, GOOD.length / 2)),
        arguments("is no ONNX that this ONNX Runtime loads: ", new byte[0]),
        arguments(
            "is no ONNX that this ONNX Runtime loads: it is of opset 99 of ai.onnx, and [0-9]+ is"
                + " the last it knows",
            activation(OnnxPackage.cut(pixels(99))).bytes()),
        arguments(
            ".*com.acme:Magic\\(-1\\) is not a registered function/op",
            activation(
                    pixels(14)
                        .imports("com.acme", 1)
                        .node("com.acme", "Magic", List.of("input"), "t1"))
                .bytes()),
        arguments(
            ".*No Op registered for Magic.*",
            activation(pixels(14).node("", "Magic", List.of("input"), "t1")).bytes()),
        arguments(
            "gives t1, other, but the manifest says t1",
            activation(cut().node("", "Relu", List.of("t1"), "other"))
                .output("other", OnnxFile.FLOAT, "batch", 2, 4, 4)
                .bytes()),
        arguments(
            "takes nothing, but the manifest says input",
            activation(
                    new OnnxFile(14)
                        .constant("sizes", 1, 2, 4, 4)
                        .node("", "ConstantOfShape", List.of("sizes"), "t1"))
                .bytes()),
        arguments(
            "takes image, but the manifest says input",
            activation(
                    new OnnxFile(14)
                        .input("image", OnnxFile.UINT8, "batch", 3, 8, 8)
                        .node("", "Cast", List.of("image"), "t1", "to", OnnxFile.FLOAT))
                .bytes()),
        arguments(
            "gives t2, but the manifest says t1",
            cut()
                .node("", "Relu", List.of("t1"), "t2")
                .output("t2", OnnxFile.FLOAT, "batch", 2, 4, 4)
                .bytes()),
        arguments(
            "gives t1 as F32 \\[B,2,3,3], but the manifest says F32 \\[B,2,4,4]",
            floats()
                .constant("from", 0, 0, 0)
                .constant("to", 2, 3, 3)
                .constant("axes", 1, 2, 3)
                .node("", "Slice", List.of("floats", "from", "to", "axes"), "t1")
                .output("t1", OnnxFile.FLOAT, "batch", 2, 3, 3)
                .bytes()),
        arguments(
            "takes input as U8 \\[B,3,\\?,\\?], but the manifest says U8 \\[B,3,8,8]",
            activation(
                    OnnxPackage.cut(
                        new OnnxFile(14).input("input", OnnxFile.UINT8, "batch", 3, "h", "w")))
                .bytes()),
        arguments(
            "takes input as U8 \\[1,3,8,8], but the manifest says U8 \\[B,3,8,8]",
            activation(OnnxPackage.cut(new OnnxFile(14).input("input", OnnxFile.UINT8, 1, 3, 8, 8)))
                .bytes()),
        arguments(
            "gives t1 as DOUBLE \\[B,2,4,4], but the manifest says F32 \\[B,2,4,4]",
            pixels(14)
                .constant("from", 0, 0, 0)
                .constant("to", 2, 4, 4)
                .constant("axes", 1, 2, 3)
                .node("", "Cast", List.of("input"), "doubles", "to", OnnxFile.DOUBLE)
                .node("", "Slice", List.of("doubles", "from", "to", "axes"), "t1")
                .output("t1", OnnxFile.DOUBLE, "batch", 2, 4, 4)
                .bytes()),
        arguments(
            ".*the graph is not acyclic.*",
            activation(
                    floats()
                        .node("", "Add", List.of("floats", "back"), "t1")
                        .node("", "Relu", List.of("t1"), "back"))
                .bytes()),
        arguments(
            ".*std::bad_alloc",
            activation(
                    floats()
                        .constant("many", 1L << 40)
                        .node("", "ConstantOfShape", List.of("many"), "zeros")
                        .node("", "ReduceSum", List.of("zeros"), "sum")
                        .node("", "Add", List.of("floats", "sum"), "t1"))
                .bytes()),
        arguments(outside(), weightsAt("/etc/passwd")),
        arguments(outside(), weightsAt("w.bin")),
        // ONNX Runtime's own word for an address in memory, which it would read
        arguments(outside(), weightsAt("*/_ORT_MEM_ADDR_/*")));
  }

  private static String outside() {
    return "keeps weights outside of its file, and a unit of a package is one file";
  }

  private static byte[] weightsAt(String file) {
    return activation(
            floats()
                .elsewhere("w", 8, file)
                .constant("from", 0, 0, 0)
                .constant("to", 2, 4, 4)
                .constant("axes", 1, 2, 3)
                .node("", "Add", List.of("floats", "w"), "sum")
                .node("", "Slice", List.of("sum", "from", "to", "axes"), "t1"))
        .bytes();
  }

  @ParameterizedTest
  @MethodSource("files")
  void isRefusedInASentenceThatNamesPackageUnitAndReason(String reason, byte[] stem)
      throws Exception {
    Path folder = OnnxPackage.write(temp, stem, OnnxPackage.head().bytes());
    try (ModelPackage model = ModelPackage.open(folder)) {
      assertThatThrownBy(() -> UnitChain.load(OnnxBackend.load(1), model))
          .isInstanceOf(InvalidPackageException.class)
          .hasMessageMatching(
              "Model package %s cannot be used: stem %s.*".formatted(folder, reason))
          .hasMessageNotContaining("\n")
          .hasMessageNotContaining("onnxruntime_src");
    }
  }

  @Test
  void aLaterUnitIsNamed_andWhatWasLoadedBeforeIsClosed() throws Exception {
    Path folder = OnnxPackage.write(temp, GOOD, new byte[] {1});
    try (ModelPackage model = ModelPackage.open(folder)) {
      assertThat(
              catchThrowableOfType(
                  InvalidPackageException.class, () -> UnitChain.load(OnnxBackend.load(1), model)))
          .hasMessageEndingWith(": head is no ONNX file");
    }
  }

  @Test
  void damagedBitsEndInARefusal_orInAUnitThatKeepsToItsShapes() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    int refused = 0;
    for (int i = 0; i < 100; i++) {
      byte[] damaged = GOOD.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      Path folder = OnnxPackage.write(temp, damaged, OnnxPackage.head().bytes());
      try (ModelPackage model = ModelPackage.open(folder);
          UnitChain chain = UnitChain.load(OnnxBackend.load(1), model)) {
        assertThat(chain.network().length()).isEqualTo(2);
      } catch (InvalidPackageException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(10, 100);
  }
}
