package io.isthmus.service.settings;

import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.context.annotation.Import;

/**
 * The properties that a service reads. They are the components of the records that its application
 * class, or a class that this imports, names in {@link EnableConfigurationProperties}: there is no
 * list beside the code that could fall behind it.
 *
 * @param types the records
 * @param all their properties
 */
record KnownSettings(List<Class<?>> types, List<Setting> all) {

  /** Those of a service, by its application class. */
  static KnownSettings of(Class<?> application) {
    Set<Class<?>> types = new LinkedHashSet<>();
    collect(application, types);
    List<Setting> all = new ArrayList<>();
    types.forEach(type -> addAll(prefix(type), type, all));
    return new KnownSettings(List.copyOf(types), List.copyOf(all));
  }

  private static void collect(Class<?> configuration, Set<Class<?>> types) {
    var enabled = configuration.getAnnotation(EnableConfigurationProperties.class);
    if (enabled != null) {
      types.addAll(List.of(enabled.value()));
    }
    var imported = configuration.getAnnotation(Import.class);
    if (imported != null) {
      Stream.of(imported.value()).forEach(type -> collect(type, types));
    }
  }

  /** What the names of a record's properties begin with. */
  static String prefix(Class<?> type) {
    return type.getAnnotation(ConfigurationProperties.class).value();
  }

  private static void addAll(String prefix, Class<?> type, List<Setting> all) {
    for (Parameter parameter : constructor(type).getParameters()) {
      String name = prefix + "." + name(parameter);
      if (parameter.getType().isRecord()) {
        addAll(name, parameter.getType(), all);
      } else {
        all.add(new Setting(name, parameter.getType()));
      }
    }
  }

  /** The one that Spring calls too: {@link Name} is an annotation of its parameters. */
  private static Constructor<?> constructor(Class<?> type) {
    Class<?>[] types =
        Stream.of(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every record has a canonical constructor", e);
    }
  }

  private static String name(Parameter parameter) {
    Name renamed = parameter.getAnnotation(Name.class);
    return renamed == null
        ? DataObjectPropertyName.toDashedForm(parameter.getName())
        : renamed.value();
  }

  /** The property that a name sets. */
  Optional<Setting> find(GivenName given) {
    return all.stream().filter(given::sets).findFirst();
  }
}
