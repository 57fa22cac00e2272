package io.isthmus.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The environment variables that set properties of the services: each has to name one that exists,
 * and to have a value that it takes.
 */
final class Settings {

  /** Read by the scripts of the image and by DJL; no properties. */
  private static final Set<String> OTHERS =
      Set.of(
          "ISTHMUS_SERVICE",
          "ISTHMUS_DEFAULT_MODEL",
          "DJL_CACHE_DIR",
          "LANG",
          "ISTHMUS_JAVA_OPTS",
          "GLIBC_TUNABLES");

  private static final Pattern PROPERTY =
      Pattern.compile("(?:\"|\\$\\{)(isthmus\\.[a-z.-]+)[\"}:]");

  private static final Set<String> KNOWN = knownVariables();

  private Settings() {}

  /** Those of the variables that no property is behind. */
  static Set<String> unknown(Set<String> variables) {
    Set<String> unknown = new HashSet<>(variables);
    unknown.removeAll(OTHERS);
    unknown.removeAll(KNOWN);
    return unknown;
  }

  /** Binds the services' own properties; throws BindException for a value that one cannot take. */
  static void bind(Map<String, String> environment) {
    Map<String, Object> variables = new HashMap<>(environment);
    variables.putIfAbsent("ISTHMUS_MODEL_PACKAGE", "default.zip"); // the image's start has one
    var source = new SystemEnvironmentPropertySource("systemEnvironment", variables);
    Binder binder =
        new Binder(Objects.requireNonNull(ConfigurationPropertySource.from(source), "readable"));
    ownTypes()
        .forEach(
            type -> {
              String prefix = type.getAnnotation(ConfigurationProperties.class).value();
              binder.bindOrCreate(prefix, Bindable.of(type));
            });
  }

  private static Set<String> knownVariables() {
    Set<String> known = new HashSet<>();
    ownTypes().forEach(type -> known.addAll(variables(type)));
    springNames().forEach(name -> known.add(variable(name)));
    namesInSources().forEach(name -> known.add(variable(name)));
    return known;
  }

  /** As Spring Boot maps them: dashes go, dots become underscores. */
  private static String variable(String property) {
    return property.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
  }

  private static List<Class<?>> ownTypes() {
    var scanner = new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
    return scanner.findCandidateComponents("io.isthmus").stream()
        .<Class<?>>map(
            bean ->
                ClassUtils.resolveClassName(Objects.requireNonNull(bean.getBeanClassName()), null))
        .toList();
  }

  private static List<String> variables(Class<?> type) {
    String prefix = type.getAnnotation(ConfigurationProperties.class).value();
    return Stream.of(type.getRecordComponents())
        .map(component -> variable(prefix + "." + name(component)))
        .toList();
  }

  private static String name(RecordComponent component) {
    Name renamed = component.getAnnotation(Name.class);
    return renamed == null ? component.getName() : renamed.value();
  }

  /** From what Spring Boot says about its own properties. */
  private static List<String> springNames() {
    String metadata = "META-INF/spring-configuration-metadata.json";
    try {
      Set<String> names = new HashSet<>(List.of("spring.profiles.active"));
      for (URL url : Collections.list(Settings.class.getClassLoader().getResources(metadata))) {
        try (InputStream in = url.openStream()) {
          for (JsonNode property : new JsonMapper().readTree(in).path("properties")) {
            names.add(property.path("name").asString());
          }
        }
      }
      return List.copyOf(names);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Properties that are no record's: what the services' sources call {@code isthmus.…}. */
  private static Set<String> namesInSources() {
    Set<String> names = new HashSet<>();
    for (String module : List.of("common-service", "edge-service", "device-service")) {
      Path main = Repository.ROOT.resolve(module).resolve("src/main");
      try (Stream<Path> files = Files.walk(main)) {
        files
            .filter(file -> file.toString().matches(".*\\.(java|yml)"))
            .forEach(file -> names.addAll(namesIn(Repository.text(file))));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return names;
  }

  /** In quotes, as a constant or in an annotation, or as a placeholder. */
  private static List<String> namesIn(String source) {
    return PROPERTY.matcher(source).results().map(match -> match.group(1)).toList();
  }
}
