package io.isthmus.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A package of format 2 with a skip connection, whose TorchScript is written here: a picture of 16
 * × 16 is halved twice, and what is seen of it after the first time goes past all that follows.
 *
 * <p>Of an image's 768 elements 256 cross cut 2 in two tensors, and 112 cross cuts 3 and 4.
 */
public final class SkipsPackage {

  /** Number of logits. */
  public static final int CLASSES = 4;

  /** Candidates for detections, of a package that has some. */
  public static final int CANDIDATES = 48;

  private static final String HALF =
      "torch.avg_pool2d(%s, [2, 2], [2, 2], [0, 0], False, True, None)";

  private record Made(String name, List<String> tensors, String takes, String gives) {}

  private static final String LOGITS = output("logits", "logits", CLASSES);

  private final Map<String, Made> units = new LinkedHashMap<>();
  private String outputs = LOGITS;
  private String preprocess = "{\"resize\":16,\"interpolation\":\"bilinear\"}";

  private SkipsPackage() {
    add("stem", "x", "torch.div(torch.to(x, 6), 255.)", tensor("picture", 3, 16, 16));
    add(
        "down1",
        "x",
        "(%s, torch.cos(torch.mul(torch.slice(%s, 1, 0, 1, 1), 9.)))"
            .formatted(half("x"), half("x")),
        tensor("deep", 3, 8, 8),
        tensor("skip", 1, 8, 8));
    add(
        "down2",
        "x, skip",
        "(%s, skip)".formatted(half("x")),
        tensor("deep", 3, 4, 4),
        tensor("skip", 1, 8, 8));
    add(
        "mid",
        "x, skip",
        "(torch.tanh(torch.sub(x, 0.5)), skip)",
        tensor("deep", 3, 4, 4),
        tensor("skip", 1, 8, 8));
    add(
        "head",
        "x, skip",
        "torch.cat([torch.mean(x, [2, 3], False), torch.mean(skip, [2, 3], False)], 1)",
        tensor("answer", CLASSES));
  }

  /**
   * Writes one that gives no logits but candidates for detections, a mask of two classes, [2,8,8],
   * and an embedding, [3]. Each of 4 × 4 cells of a picture, which is stretched to 16 × 16 pixels,
   * is a candidate for red, green and blue, and scores at least 0.6 where it has much of that
   * colour.
   *
   * @param folder made if it is not there
   */
  public static Path writeWithoutClasses(Path folder) {
    return writeWithoutClasses(folder, 0.6, 3);
  }

  /**
   * Writes one that says of its candidates that they have that least score, and so many classes.
   */
  public static Path writeWithoutClasses(Path folder, double score, int classes) {
    SkipsPackage made = new SkipsPackage();
    made.add(
        "head",
        "x, skip",
        "(%s, torch.cat([skip, torch.neg(skip)], 1), torch.mean(x, [2, 3], False))"
            .formatted(candidates()),
        tensor("boxes", CANDIDATES, 6),
        tensor("places", 2, 8, 8),
        tensor("vector", 3));
    String rule =
        ",\"detections\":{\"classes\":%d,\"score\":%s,\"overlap\":0.5,\"max\":20}}"
            .formatted(classes, score);
    made.outputs =
        String.join(
            ",",
            output("boxes", "detections", CANDIDATES, 6).replace("}", rule),
            output("places", "mask", 2, 8, 8),
            output("vector", "embedding", 3));
    made.preprocess = "{\"fit\":\"stretch\",\"interpolation\":\"bilinear\"}";
    String labels = String.join("\n", List.of("red", "green", "blue").subList(0, classes));
    write(folder.resolve("labels.txt"), labels.getBytes(StandardCharsets.UTF_8));
    return made.writeTo(folder);
  }

  /** Rows [B,48,6] of x, [B,3,4,4] of -1 to 1: the cells of the first colour before the others. */
  private static String candidates() {
    List<String> boxes = new ArrayList<>();
    List<String> colours = new ArrayList<>();
    for (int i = 0; i < CANDIDATES; i++) {
      int x = i % 4 * 4;
      int y = i % 16 / 4 * 4;
      boxes.add("%d., %d., %d., %d.".formatted(x, y, x + 4, y + 4));
      colours.add("%d.".formatted(i / 16));
    }
    String scores = "torch.reshape(torch.mul(torch.add(x, 1.), 0.5), [torch.size(x, 0), 48, 1])";
    return "torch.cat([%s, %s, %s], 2)".formatted(rows(boxes, 4), scores, rows(colours, 1));
  }

  private static String rows(List<String> values, int columns) {
    return "torch.expand(torch.view(torch.tensor(%s), [1, 48, %d]), [torch.size(x, 0), 48, %d])"
        .formatted(values, columns, columns);
  }

  private static String output(String name, String kind, Integer... shape) {
    return tensor(name, shape).replace("}", ",\"kind\":\"%s\"}".formatted(kind));
  }

  /** Writes it into a folder, which is made if it is not there. */
  public static Path write(Path folder) {
    return new SkipsPackage().writeTo(folder);
  }

  /**
   * Writes one whose unit does something else.
   *
   * @param unit the unit
   * @param gives a TorchScript expression of x and skip
   */
  public static Path write(Path folder, String unit, String gives) {
    SkipsPackage made = new SkipsPackage();
    made.units.computeIfPresent(
        unit, (name, as) -> new Made(name, as.tensors(), as.takes(), gives));
    return made.writeTo(folder);
  }

  private static String half(String of) {
    return HALF.formatted(of);
  }

  private static String tensor(String name, Integer... shape) {
    return "{\"name\":\"%s\",\"shape\":%s,\"dtype\":\"F32\"}".formatted(name, List.of(shape));
  }

  private void add(String name, String takes, String gives, String... tensors) {
    units.put(name, new Made(name, List.of(tensors), takes, gives));
  }

  private Path writeTo(Path folder) {
    List<String> entries = new ArrayList<>();
    for (Made unit : units.values()) {
      byte[] module = ScriptedPackage.module("Unit", unit.takes(), unit.gives());
      String file = "units/" + unit.name() + ".portable.pt";
      write(folder.resolve(file), module);
      entries.add(
          """
          {"name":"%s","tensors":%s,"parameters":0,
           "files":{"portable":{"file":"%s","sha256":"%s"}}}"""
              .formatted(unit.name(), unit.tensors(), file, TinyPackage.sha256(module)));
    }
    String manifest =
        """
        {"format":2,"name":"skips","description":"a picture and a part of it",
         "inputs":[{"name":"input","shape":[3,16,16],"dtype":"U8","kind":"image"}],
         "outputs":[%s],
         "forms":[{"name":"portable","engine":"PyTorch"}],
         "preprocess":%s,
         "units":%s}
        """
            .formatted(outputs, preprocess, entries);
    write(folder.resolve("manifest.json"), manifest.getBytes(StandardCharsets.UTF_8));
    return folder;
  }

  private static void write(Path file, byte[] content) {
    try {
      Files.createDirectories(file.resolveSibling("."));
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
