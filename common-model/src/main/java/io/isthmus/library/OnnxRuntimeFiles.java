package io.isthmus.library;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * ONNX Runtime's libraries, unpacked from its jar. By itself it unpacks them at every start, and
 * removes them at its end. Here they stay in the folder of {@link NativeCache}.
 */
public final class OnnxRuntimeFiles {

  /** ONNX Runtime's own property: it loads what lies in that folder, and unpacks nothing. */
  private static final String FOLDER = "onnxruntime.native.path";

  private static final List<String> LIBRARIES =
      List.of("libonnxruntime.so", "libonnxruntime4j_jni.so");

  /** What a jar with CUDA has besides; ONNX Runtime looks for it beside its own library. */
  private static final List<String> FOR_CUDA =
      List.of("libonnxruntime_providers_shared.so", "libonnxruntime_providers_cuda.so");

  private OnnxRuntimeFiles() {}

  /** Whether there are libraries for this machine: in a folder that is named, or in the jar. */
  public static boolean arePresent() {
    return System.getProperty(FOLDER) != null || resource(LIBRARIES.get(0)) != null;
  }

  /**
   * Has ONNX Runtime load its libraries from a folder of ours, unless somebody has named another.
   *
   * @throws NativeLibraryException if they cannot be unpacked, or there are none for this machine
   */
  public static synchronized void prepare() {
    if (System.getProperty(FOLDER) != null) {
      return;
    }
    try {
      System.setProperty(FOLDER, unpack(NativeCache.ofOnnxRuntime()).toString());
    } catch (IOException e) {
      throw new NativeLibraryException(
          "ONNX Runtime cannot be unpacked to %s (%s): name a folder of your own with the environment variable DJL_CACHE_DIR."
              .formatted(NativeCache.inUse(), e),
          e);
    }
  }

  /** Each version has a folder of its own, which the sums of its libraries name. */
  static Path unpack(Path root) throws IOException {
    StringBuilder name = new StringBuilder(platform());
    List<String> libraries = libraries();
    for (String library : libraries) {
      name.append('-').append(Long.toHexString(sum(open(library))));
    }
    Path folder = root.resolve(name.toString());
    var closed = PosixFilePermissions.fromString("rwx------"); // as a folder of the cache has to be
    Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(closed));
    for (String library : libraries) {
      if (!Files.exists(folder.resolve(library))) {
        copy(library, folder);
      }
    }
    return folder;
  }

  private static List<String> libraries() {
    return Stream.concat(
            LIBRARIES.stream(), FOR_CUDA.stream().filter(library -> resource(library) != null))
        .toList();
  }

  /** Another process may do the same: a file is whole once it has its name. */
  private static void copy(String library, Path folder) throws IOException {
    Path part = Files.createTempFile(folder, library, null);
    try (InputStream in = open(library).getInputStream()) {
      Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      Files.move(part, folder.resolve(library), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static URLConnection open(String library) throws IOException {
    URL url = resource(library);
    if (url == null) {
      throw new IOException("it has no %s for %s".formatted(library, platform()));
    }
    return url.openConnection();
  }

  private static long sum(URLConnection file) throws IOException {
    return file instanceof JarURLConnection jar
        ? jar.getJarEntry().getCrc()
        : file.getContentLengthLong();
  }

  private static @Nullable URL resource(String library) {
    return OnnxRuntimeFiles.class.getResource(
        "/ai/onnxruntime/native/%s/%s".formatted(platform(), library));
  }

  /** As ONNX Runtime calls it. */
  private static String platform() {
    String architecture = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return "linux-" + (architecture.equals("amd64") ? "x64" : architecture);
  }
}
