package io.isthmus.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A package of format 2 whose input is no picture but floats, and whose TorchScript is written
 * here: of each quarter of the input the energy is computed, and of that the logits are made.
 */
public final class FloatsPackage {

  /** Elements of the input, a twentieth of a second of a sound. */
  public static final int SAMPLES = 400;

  /** Samples a second, of sounds. */
  public static final int RATE = 8000;

  /** Number of logits. */
  public static final int CLASSES = 4;

  private FloatsPackage() {}

  private record Made(String name, String shape, String gives) {}

  private static final List<Made> UNITS =
      List.of(
          new Made("squares", "[4,100]", "torch.square(torch.reshape(x, [-1, 4, 100]))"),
          new Made("energy", "[4,10]", "torch.mean(torch.reshape(x, [-1, 4, 10, 10]), [3], False)"),
          new Made(
              "loudness",
              "[4,5]",
              "torch.sqrt(torch.mean(torch.reshape(x, [-1, 4, 5, 2]), [3], False))"),
          new Made("head", "[4]", "torch.mean(x, [2], False)"));

  /** Writes one that takes sounds, of longer ones the start; the folder is made. */
  public static Path sounds(Path folder) {
    return write(
        folder,
        String.format(
            Locale.ROOT,
            "\"shape\":[%d],\"kind\":\"audio\",\"sampleRate\":%d,\"longer\":\"start\"",
            SAMPLES,
            RATE));
  }

  /** Writes one that takes tensors of shape [2,10,20]; the folder is made. */
  public static Path tensors(Path folder) {
    return write(folder, "\"shape\":[2,10,20],\"kind\":\"tensor\"");
  }

  private static Path write(Path folder, String input) {
    List<String> units = new ArrayList<>();
    for (Made unit : UNITS) {
      byte[] module = ScriptedPackage.module("Unit", "x", unit.gives());
      String file = "units/" + unit.name() + ".portable.pt";
      put(folder.resolve(file), module);
      units.add(
          """
          {"name":"%s","tensors":[{"name":"%s","shape":%s,"dtype":"F32"}],"parameters":0,
           "files":{"portable":{"file":"%s","sha256":"%s"}}}"""
              .formatted(
                  unit.name(),
                  unit.name().equals("head") ? "logits" : unit.name(),
                  unit.shape(),
                  file,
                  TinyPackage.sha256(module)));
    }
    String manifest =
        """
        {"format":2,"name":"floats","description":"the loudness of four quarters",
         "inputs":[{"name":"input","dtype":"F32",%s}],
         "outputs":[{"name":"logits","shape":[4],"dtype":"F32","kind":"logits"}],
         "forms":[{"name":"portable","engine":"PyTorch"}],
         "units":%s}
        """
            .formatted(input, units);
    put(folder.resolve("manifest.json"), manifest.getBytes(StandardCharsets.UTF_8));
    return folder;
  }

  private static void put(Path file, byte[] content) {
    try {
      Files.createDirectories(file.resolveSibling("."));
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
