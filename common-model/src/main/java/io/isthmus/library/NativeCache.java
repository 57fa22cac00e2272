package io.isthmus.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that native libraries are unpacked to and loaded from: libtorch by DJL, the decoders
 * of pictures by JavaCPP, ONNX Runtime by {@link OnnxRuntimeFiles}. They load what lies there,
 * whoever has put it there, and would take {@code .djl.ai} in the folder of temporary files where
 * there is no home: a path that every user of the machine can foresee. Here it is a folder to which
 * nobody else can write.
 */
public final class NativeCache {

  private static final Logger log = LoggerFactory.getLogger(NativeCache.class);

  /** JavaCPP's own property, and the one that has it look into the library path first. */
  private static final String JAVACPP = "org.bytedeco.javacpp.cachedir";

  private static final String PATHS_FIRST = "org.bytedeco.javacpp.pathsFirst";

  private static boolean prepared;

  /** DJL's own variables, the strongest first. */
  private static final String ENGINE = "ENGINE_CACHE_DIR";

  private static final String ALL = "DJL_CACHE_DIR";
  private static final String DECODERS = "javacpp";
  private static final String ONNX_RUNTIME = "onnxruntime";

  private static final String NO_FOLDER =
      "There is no folder that native libraries could be unpacked to: name one that nobody else can"
          + " write to with the environment variable DJL_CACHE_DIR";

  private final Map<String, String> variables;
  private final Path home;
  private final Path temporary;
  private final OwnFolder own;

  /**
   * Where to look.
   *
   * @param variables those of DJL that are set, by name
   * @param home the user's; may be missing or closed to the user
   * @param temporary the folder of temporary files, which all users share
   */
  NativeCache(Map<String, String> variables, Path home, Path temporary, OwnFolder own) {
    this.variables = variables;
    this.home = home;
    this.temporary = temporary;
    this.own = own;
  }

  /**
   * Has DJL and JavaCPP use a folder of ours. To be called before either loads anything; only the
   * first call does something.
   *
   * @throws NativeLibraryException where there can be no such folder
   */
  public static synchronized void prepare() {
    if (prepared) {
      return;
    }
    try {
      NativeCache cache = ofThisProcess();
      Path folder = cache.folder();
      System.setProperty(ENGINE, folder.toString());
      if (!Boolean.getBoolean(PATHS_FIRST)) { // what is found there need not be unpacked
        System.setProperty(JAVACPP, cache.writable(folder).resolve(DECODERS).toString());
      }
      prepared = true;
    } catch (IOException e) {
      throw new NativeLibraryException("%s (%s).".formatted(NO_FOLDER, e), e);
    }
  }

  private static NativeCache ofThisProcess() throws IOException {
    return new NativeCache(
        variables(),
        Path.of(System.getProperty("user.home")),
        Path.of(System.getProperty("java.io.tmpdir")),
        OwnFolder.ofThisProcess());
  }

  /** The folder that ONNX Runtime is unpacked to; it need not be there. */
  static synchronized Path ofOnnxRuntime() throws IOException {
    prepare();
    return ofThisProcess().writable(Path.of(inUse())).resolve(ONNX_RUNTIME);
  }

  /** A folder for what is not yet unpacked, where the other may only be read. */
  private Path writable(Path folder) throws IOException {
    return Files.isWritable(folder) ? folder : own.privateIn(temporary);
  }

  /** Where native libraries are looked for. */
  public static String inUse() {
    return variables().getOrDefault(ENGINE, "its folder");
  }

  /** As DJL reads them: of the environment, or else of the system properties. */
  private static Map<String, String> variables() {
    Map<String, String> set = new HashMap<>();
    for (String name : new String[] {ENGINE, ALL}) {
      String value = System.getenv().getOrDefault(name, System.getProperty(name, ""));
      if (!value.isEmpty()) {
        set.put(name, value);
      }
    }
    return set;
  }

  /** The folder to use; it is there. */
  Path folder() throws IOException {
    if (variables.containsKey(ENGINE)) {
      return asItIs(Path.of(variables.get(ENGINE))); // DJL cannot be told of another one
    }
    if (variables.containsKey(ALL)) {
      return named(Path.of(variables.get(ALL)));
    }
    return Files.isWritable(home) ? ofHome(home.resolve(".djl.ai")) : own.privateIn(temporary);
  }

  private Path asItIs(Path named) throws IOException {
    if (isOurs(named)) {
      return named;
    }
    throw notOurs(ENGINE, named);
  }

  /** What others may write to as well is not used itself, but a private folder in it is. */
  private Path named(Path named) throws IOException {
    if (isOurs(named)) {
      return named;
    }
    if (own.isOwned(named)) {
      return inside(named);
    }
    throw notOurs(ALL, named);
  }

  private Path ofHome(Path usual) throws IOException {
    if (isOurs(usual)) {
      return usual;
    }
    return own.isOwned(usual) && Files.isWritable(usual) ? inside(usual) : inside(temporary);
  }

  private Path inside(Path shared) throws IOException {
    Path inside = own.privateIn(shared);
    log.info("Others can write to {}: native libraries are kept in {}", shared, inside);
    return inside;
  }

  /** Whether nobody else can write to it; makes it where it is missing. */
  private boolean isOurs(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      Path parent = folder.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      OwnFolder.createPrivate(folder);
    }
    return own.isSafe(folder)
        && own.isSafeThroughout(folder.resolve("pytorch"))
        && own.isSafeThroughout(folder.resolve(DECODERS))
        && own.isSafeThroughout(folder.resolve(ONNX_RUNTIME));
  }

  private static NativeLibraryException notOurs(String variable, Path folder) {
    return new NativeLibraryException(
        "%s names '%s', to which others than you can write, and native libraries would be loaded from there: name a folder of your own."
            .formatted(variable, folder));
  }
}
