package io.isthmus.engine.torch;

import io.isthmus.library.NativeLibraryException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** A libtorch of the operator's own, in the place of the one that comes with the program. */
final class OwnLibtorch {

  /** DJL's variable, or system property, with the folders to look in. */
  static final String FOLDERS = "PYTORCH_LIBRARY_PATH";

  /** The library that a libtorch with CUDA has beside the others. */
  static final String CUDA_LIBRARY = "libtorch_cuda.so";

  private static final String LIBRARY = "libtorch.so";

  /** DJL's, too: which of its bindings belongs to the libtorch. */
  private static final String FLAVOR = "PYTORCH_FLAVOR";

  /** The binding with CUDA that DJL's jar has for libtorch 2.7.1. */
  private static final String WITH_CUDA = "cu128";

  private OwnLibtorch() {}

  /** The folders to look in; empty where the program's own libtorch is wanted. */
  static Optional<String> named() {
    return variable(FOLDERS);
  }

  /**
   * Tells DJL which binding it needs, where nobody has. DJL by itself asks the first CUDA library
   * that the machine has, and would take the name of an older binding.
   *
   * @throws NativeLibraryException if no libtorch is there: DJL would quietly take the program's
   */
  static void prepare() {
    named().ifPresent(OwnLibtorch::prepare);
  }

  private static void prepare(String path) {
    String flavor =
        flavor(path)
            .orElseThrow(
                () ->
                    new NativeLibraryException(
                        "%s names '%s', where there is no %s: name the folder of libtorch's libraries."
                            .formatted(FOLDERS, path, LIBRARY)));
    if (variable(FLAVOR).isEmpty()) {
      System.setProperty(FLAVOR, flavor);
    }
  }

  /** The binding for the first folder of a path that has a libtorch; empty where none has one. */
  static Optional<String> flavor(String path) {
    return Stream.of(path.split(File.pathSeparator))
        .filter(name -> !name.isEmpty())
        .map(Path::of)
        .map(file -> file.endsWith(LIBRARY) ? file.resolveSibling("") : file)
        .filter(folder -> Files.isRegularFile(folder.resolve(LIBRARY)))
        .map(folder -> Files.exists(folder.resolve(CUDA_LIBRARY)) ? WITH_CUDA : "cpu")
        .findFirst();
  }

  /** As DJL reads it. */
  private static Optional<String> variable(String name) {
    String value = System.getenv().getOrDefault(name, System.getProperty(name, ""));
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }
}
