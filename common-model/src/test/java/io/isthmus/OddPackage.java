package io.isthmus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * A package of two small units of real TorchScript, each of which may be replaced by one that does
 * something else: the modules lie in the test resources, made by {@code units/make.py}.
 */
public final class OddPackage {

  private static final String MANIFEST =
      """
      {"format":1,"name":"odd","classes":2,"input":{"shape":[3,8,8],"dtype":"U8"},
       "preprocess":{"file":"preprocess.pt","sha256":"%s"},
       "blocks":[
        {"name":"stem","file":"stem.pt","sha256":"%s","output":[2,4,4],"dtype":"F32","parameters":0},
        {"name":"head","file":"head.pt","sha256":"%s","output":[2],"dtype":"F32","parameters":0}]}
      """;

  private OddPackage() {}

  /** Writes one below a folder: {@code replaced} names the module to take in place of another. */
  public static Path write(Path temp, Map<String, String> replaced) throws IOException {
    Path folder = Files.createTempDirectory(temp, "odd");
    Object[] sums = new Object[3];
    String[] names = {"preprocess", "stem", "head"};
    for (int i = 0; i < names.length; i++) {
      byte[] module = module(replaced.getOrDefault(names[i], names[i]));
      Files.write(folder.resolve(names[i] + ".pt"), module);
      sums[i] = sha256(module);
    }
    Files.writeString(folder.resolve("manifest.json"), MANIFEST.formatted(sums));
    return folder;
  }

  private static byte[] module(String name) throws IOException {
    try (InputStream in = OddPackage.class.getResourceAsStream("/units/" + name + ".pt")) {
      return in == null ? name.getBytes(StandardCharsets.UTF_8) : in.readAllBytes();
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
