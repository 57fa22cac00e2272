package io.isthmus.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A package of two units whose TorchScript is written here, so that a test can have any answer of a
 * network in a kilobyte: pixels of 4 × 4 go in, and of an image's mean value the logits are made.
 */
public final class ScriptedPackage {

  private static final String PREPROCESS =
      "torch.contiguous(torch.to(torch.adaptive_avg_pool2d(torch.to(x, 6), [4, 4]), 0))";
  private static final String STEM = "torch.to(x, 6)";
  private static final String NARROW = "torch.adaptive_avg_pool2d(torch.to(x, 6), [2, 2])";
  private static final String MEAN = "torch.mean(x, [1, 2, 3], False)";

  private ScriptedPackage() {}

  /**
   * Writes a package.
   *
   * @param folder where it is to be; made if it is not there
   * @param logits TorchScript expressions of an image's mean value, called M, one for each class
   */
  public static Path write(Path folder, String... logits) {
    return write(folder, STEM, 4, logits);
  }

  /**
   * Writes a package that is narrow after its first unit: of an image 3 × 2 × 2 values cross.
   *
   * @param logits as above; {@link #channel} is another expression for them
   */
  public static Path writeNarrow(Path folder, String... logits) {
    return write(folder, NARROW, 2, logits);
  }

  /** The TorchScript expression of the mean value of one channel, 0 to 2. */
  public static String channel(int c) {
    return "torch.mean(torch.select(x, 1, %d), [1, 2], False)".formatted(c);
  }

  private static Path write(Path folder, String stem, int side, String... logits) {
    Map<String, byte[]> files = new TreeMap<>();
    String head = "torch.stack([" + String.join(", ", logits).replace("M", MEAN) + "], 1)";
    files.put("preprocess.pt", module("Preprocess", PREPROCESS));
    files.put("blocks/01-stem.pt", module("Stem", stem));
    files.put("blocks/02-head.pt", module("Head", head));
    files.put("manifest.json", manifest(files, side, logits.length));
    try {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path path = folder.resolve(file.getKey());
        Files.createDirectories(path.resolveSibling("."));
        Files.write(path, file.getValue());
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] manifest(Map<String, byte[]> files, int side, int classes) {
    return bytes(
        """
        {"format":1,"name":"scripted","description":"the mean of a picture","classes":%d,
         "input":{"shape":[3,4,4],"dtype":"U8"},
         "preprocess":{"file":"preprocess.pt","sha256":"%s"},
         "blocks":[
          {"name":"stem","file":"blocks/01-stem.pt","sha256":"%s",
           "output":[3,%d,%d],"dtype":"F32","parameters":0},
          {"name":"head","file":"blocks/02-head.pt","sha256":"%s",
           "output":[%d],"dtype":"F32","parameters":0}]}
        """
            .formatted(
                classes,
                sha256(files, "preprocess.pt"),
                sha256(files, "blocks/01-stem.pt"),
                side,
                side,
                sha256(files, "blocks/02-head.pt"),
                classes));
  }

  private static String sha256(Map<String, byte[]> files, String name) {
    return TinyPackage.sha256(Objects.requireNonNull(files.get(name)));
  }

  /** An archive as torch.jit.save writes it, of a module that has neither weights nor state. */
  private static byte[] module(String name, String expression) {
    return module(name, "x", expression);
  }

  /**
   * The same.
   *
   * @param takes names of its tensors, with commas between them
   * @param gives an expression of these; one in brackets is a tuple of two tensors or three
   */
  static byte[] module(String name, String takes, String gives) {
    String tensors = takes.replace(",", ": Tensor,");
    String code =
        """
        class %1$s(Module):
          __parameters__ = []
          __buffers__ = []
          def forward(self: __torch__.%1$s,
            %2$s: Tensor) -> %3$s:
            return %4$s
        """
            .formatted(name, tensors, kind(gives), gives);
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(archive)) {
      put(zip, "data.pkl", "\u0080\u0002c__torch__\n" + name + "\n)\u0081}(ub.");
      put(zip, "code/__torch__.py", code);
      put(zip, "constants.pkl", "\u0080\u0002).");
      put(zip, "version", "3\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return archive.toByteArray();
  }

  /** Commas outside of brackets divide the tensors of a tuple. */
  private static String kind(String gives) {
    int depth = 0;
    int tensors = 1;
    for (int i = 0; i < gives.length(); i++) {
      char c = gives.charAt(i);
      depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
      tensors += depth == 1 && c == ',' ? 1 : 0;
    }
    boolean tuple = gives.startsWith("(");
    return tuple
        ? "Tuple[%s]".formatted(String.join(", ", Collections.nCopies(tensors, "Tensor")))
        : "Tensor";
  }

  private static void put(ZipOutputStream zip, String name, String content) throws IOException {
    zip.putNextEntry(new ZipEntry("archive/" + name));
    zip.write(bytes(content));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
