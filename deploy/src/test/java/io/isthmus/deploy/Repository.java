package io.isthmus.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** The repository's files. */
final class Repository {

  static final Path ROOT = Path.of(Objects.requireNonNull(System.getProperty("isthmus.root")));

  private Repository() {}

  static String text(String path) {
    return text(ROOT.resolve(path));
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Map<String, Object> yaml(String path) {
    return documents(text(path)).get(0);
  }

  /** A YAML file that is a list. */
  static List<Object> list(String path) {
    return strict().load(text(path));
  }

  /** The documents of a YAML text, anchors resolved; a key that stands there twice is an error. */
  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> documents(String yaml) {
    return StreamSupport.stream(strict().loadAll(yaml).spliterator(), false)
        .map(document -> (Map<String, Object>) document)
        .toList();
  }

  private static Yaml strict() {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    return new Yaml(options);
  }
}
