package io.isthmus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A package of two small units of ONNX, each of which may be replaced by any bytes. */
public final class OnnxPackage {

  private static final String MANIFEST =
      """
      {"format":2,"name":"odd",
       "inputs":[{"name":"input","shape":[3,8,8],"dtype":"U8","kind":"image"}],
       "outputs":[{"name":"logits","shape":[2],"dtype":"F32","kind":"logits"}],
       "preprocess":{"resize":8,"interpolation":"bilinear"},
       "forms":[{"name":"onnx","engine":"OnnxRuntime"}],
       "units":[
        {"name":"stem","tensors":[{"name":"t1","shape":[2,4,4],"dtype":"F32"}],"parameters":0,
         "files":{"onnx":{"file":"stem.onnx","sha256":"%s"}}},
        {"name":"head","tensors":[{"name":"logits","shape":[2],"dtype":"F32"}],"parameters":0,
         "files":{"onnx":{"file":"head.onnx","sha256":"%s"}}}]}
      """;

  private OnnxPackage() {}

  /** Takes the first two channels of a corner. */
  public static OnnxFile stem() {
    return cut(new OnnxFile(14).input("input", OnnxFile.UINT8, "batch", 3, 8, 8))
        .output("t1", OnnxFile.FLOAT, "batch", 2, 4, 4);
  }

  /** What the first unit computes, from {@code input} to {@code t1}. */
  public static OnnxFile cut(OnnxFile file) {
    return file.constant("from", 0, 0, 0)
        .constant("to", 2, 4, 4)
        .constant("axes", 1, 2, 3)
        .node("", "Cast", List.of("input"), "floats", "to", OnnxFile.FLOAT)
        .node("", "Slice", List.of("floats", "from", "to", "axes"), "t1");
  }

  /** Takes the first two numbers. */
  public static OnnxFile head() {
    return new OnnxFile(14)
        .input("t1", OnnxFile.FLOAT, "batch", 2, 4, 4)
        .constant("from", 0)
        .constant("to", 2)
        .constant("axes", 1)
        .node("", "Flatten", List.of("t1"), "flat", "axis", 1)
        .node("", "Slice", List.of("flat", "from", "to", "axes"), "logits")
        .output("logits", OnnxFile.FLOAT, "batch", 2);
  }

  /** Writes one below a folder. */
  public static Path write(Path temp, byte[] stem, byte[] head) throws IOException {
    Path folder = Files.createTempDirectory(temp, "odd");
    Files.write(folder.resolve("stem.onnx"), stem);
    Files.write(folder.resolve("head.onnx"), head);
    Files.writeString(
        folder.resolve("manifest.json"), MANIFEST.formatted(sha256(stem), sha256(head)));
    return folder;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
