package io.isthmus.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A package of two units whose modules are no TorchScript: opening one only verifies. */
final class TinyPackage {

  static final String STEM = "blocks/01-stem.pt";

  private final Path temp;
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private String manifest;

  /** A package that is written below a folder. */
  TinyPackage(Path temp) {
    this.temp = temp;
    files.put("preprocess.pt", "resize".repeat(20).getBytes(StandardCharsets.UTF_8));
    files.put(STEM, "stem".repeat(30).getBytes(StandardCharsets.UTF_8));
    files.put("blocks/02-head.pt", "head".repeat(30).getBytes(StandardCharsets.UTF_8));
    manifest =
        """
        {"format":1,"name":"tiny","description":"two units","classes":2,
         "input":{"shape":[3,4,4],"dtype":"U8"},
         "preprocess":{"file":"preprocess.pt","sha256":"%s"},
         "blocks":[
          {"name":"stem","file":"blocks/01-stem.pt","sha256":"%s",
           "output":[2,4,4],"dtype":"F32","parameters":7},
          {"name":"head","file":"blocks/02-head.pt","sha256":"%s",
           "output":[2],"dtype":"F32","parameters":3}]}
        """
            .formatted(files.values().stream().map(TinyPackage::sha256).toArray());
  }

  /** The same network in format 2, in a form for x86-64 and one for all machines, and as ONNX. */
  static TinyPackage ofFormat2(Path temp) {
    TinyPackage tiny = new TinyPackage(temp);
    tiny.files.clear();
    for (String unit : new String[] {"stem", "head"}) {
      for (String file : new String[] {".onednn.pt", ".portable.pt", ".onnx"}) {
        String name = "units/" + unit + file;
        tiny.files.put(name, name.repeat(20).getBytes(StandardCharsets.UTF_8));
      }
    }
    tiny.files.put("names.txt", "cat\ndog\n".getBytes(StandardCharsets.UTF_8));
    tiny.manifest =
        """
        {"format":2,"name":"tiny","description":"two units",
         "inputs":[{"name":"input","shape":[3,4,4],"dtype":"U8","kind":"image"}],
         "outputs":[{"name":"logits","shape":[2],"dtype":"F32","kind":"logits",
          "labels":"names.txt"}],
         "forms":[{"name":"onednn","engine":"PyTorch","device":"cpu"},
          {"name":"portable","engine":"PyTorch"},{"name":"onnx","engine":"OnnxRuntime"}],
         "preprocess":{"resize":4,"interpolation":"bilinear"},
         "units":[
          {"name":"stem","tensors":[{"name":"t0","shape":[2,4,4],"dtype":"F32"}],"parameters":7,
           "files":{%s}},
          {"name":"head","tensors":[{"name":"t1","shape":[2],"dtype":"F32"}],"parameters":3,
           "files":{%s}}]}
        """
            .formatted(tiny.entries("stem"), tiny.entries("head"));
    return tiny;
  }

  private String entries(String unit) {
    return entry("onednn", "units/" + unit + ".onednn.pt")
        + ","
        + entry("portable", "units/" + unit + ".portable.pt")
        + ","
        + entry("onnx", "units/" + unit + ".onnx");
  }

  private String entry(String form, String file) {
    String sha256 = sha256(Objects.requireNonNull(files.get(file)));
    return "\"%s\":{\"file\":\"%s\",\"sha256\":\"%s\"}".formatted(form, file, sha256);
  }

  /** All files but the manifest, by name. */
  Map<String, byte[]> files() {
    return files;
  }

  String manifest() {
    return manifest;
  }

  /** Takes another manifest. */
  void manifest(String json) {
    manifest = json;
  }

  /** Alters the manifest. */
  void replace(String part, String instead) {
    manifest = manifest.replace(part, instead);
  }

  Path zip() throws IOException {
    Map<String, byte[]> all = new LinkedHashMap<>(files);
    all.put("manifest.json", manifest.getBytes(StandardCharsets.UTF_8));
    return zip("model.zip", all);
  }

  Path zip(String name, Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return Files.write(temp.resolve(name), bytes.toByteArray());
  }

  Path folder() throws IOException {
    Path folder = Files.createTempDirectory(temp, "model");
    for (Map.Entry<String, byte[]> entry : files.entrySet()) {
      Path file = folder.resolve(entry.getKey());
      Files.createDirectories(file.resolveSibling("."));
      Files.write(file, entry.getValue());
    }
    Files.writeString(folder.resolve("manifest.json"), manifest);
    return folder;
  }

  static void assertRefused(Path path, String... reasons) {
    assertThatThrownBy(() -> ModelPackage.open(path).close())
        .isInstanceOf(InvalidPackageException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContainingAll(reasons);
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
