package io.isthmus;

import io.isthmus.engine.Activation;
import io.isthmus.engine.RequestMemory;
import io.isthmus.engine.UnitChain;
import io.isthmus.model.ModelPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A small package of six units that each engine runs: made by {@code onnx/make.py}. */
public final class TwoForms {

  public static final Path FILE =
      TestModel.ROOT.resolve("common-model/src/test/resources/onnx/two-forms.zip");
  public static final int CLASSES = 10;

  private static final String ONEDNN = "onednn";

  private TwoForms() {}

  private static final class Holder {
    private static final ModelPackage MODEL = open();

    private static ModelPackage open() {
      try {
        return ModelPackage.open(FILE);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  public static ModelPackage model() {
    return Holder.MODEL;
  }

  /** The same below a folder, with a form for processors alone before the others. */
  public static Path forProcessorsFirst(Path temp) throws IOException {
    return write(temp, List.of(ONEDNN, "portable", "onnx"));
  }

  /** The same below a folder, with a form for processors alone and no other. */
  public static Path forProcessorsOnly(Path temp) throws IOException {
    return write(temp, List.of(ONEDNN));
  }

  private static Path write(Path temp, List<String> forms) throws IOException {
    Path folder = Files.createTempDirectory(temp, "forms");
    try (ZipFile zip = new ZipFile(FILE.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        Path file = folder.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.write(file, zip.getInputStream(entry).readAllBytes());
      }
    }
    Path manifest = folder.resolve("manifest.json");
    JsonMapper json = JsonMapper.builder().build();
    ObjectNode root = (ObjectNode) json.readTree(Files.readAllBytes(manifest));
    ((ArrayNode) root.get("forms"))
        .insert(
            0, root.objectNode().put("name", ONEDNN).put("engine", "PyTorch").put("device", "cpu"));
    keep((ArrayNode) root.get("forms"), forms);
    for (JsonNode unit : root.get("units")) {
      ObjectNode files = (ObjectNode) unit.get("files");
      files.set(ONEDNN, files.get("portable"));
      files.retain(forms);
    }
    Files.write(manifest, json.writeValueAsBytes(root));
    return folder;
  }

  private static void keep(ArrayNode entries, List<String> names) {
    for (int i = entries.size() - 1; i >= 0; i--) {
      if (!names.contains(entries.get(i).get("name").asString())) {
        entries.remove(i);
      }
    }
  }

  /** The logits of noise, the same each time. */
  public static byte[] logits(UnitChain chain, int batch) {
    try (RequestMemory memory = chain.openMemory()) {
      Activation input = chain.allocate(memory, 0, batch);
      byte[] bytes = new byte[input.buffer().remaining()];
      new SplittableRandom(5).nextBytes(bytes);
      input.buffer().put(bytes);
      return TestModel.bytes(chain.run(memory, input, chain.network().length()));
    }
  }
}
