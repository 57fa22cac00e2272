package io.isthmus.service.settings;

import io.isthmus.service.settings.GivenName.Place;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Every name that an environment holds, with the place where it was written. */
final class GivenNames {

  private static final int SHOWN = 200;

  private GivenNames() {}

  /** Those of all sources, the strongest source first. */
  static Stream<GivenName> in(ConfigurableEnvironment environment) {
    return environment.getPropertySources().stream()
        .filter(
            source -> !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source))
        .filter(EnumerablePropertySource.class::isInstance)
        .flatMap(source -> names((EnumerablePropertySource<?>) source));
  }

  private static Stream<GivenName> names(EnumerablePropertySource<?> source) {
    return Stream.of(source.getPropertyNames())
        .map(
            name ->
                new GivenName(
                    name,
                    value(source, name),
                    where(source, OriginLookup.getOrigin(source, name)),
                    place(source)));
  }

  private static String value(PropertySource<?> source, String name) {
    return Objects.toString(source.getProperty(name), "");
  }

  private static Place place(PropertySource<?> source) {
    if (source instanceof CommandLinePropertySource<?>) {
      return Place.ARGUMENT;
    }
    return source instanceof SystemEnvironmentPropertySource ? Place.VARIABLE : Place.OTHER;
  }

  /** Where a property was set that has been bound, to be read behind "set". */
  static String where(EnumerablePropertySource<?> source, ConfigurationProperty property) {
    return where(source, property.getOrigin());
  }

  private static String where(PropertySource<?> source, @Nullable Origin origin) {
    return switch (place(source)) {
      case ARGUMENT -> "on the command line";
      case VARIABLE -> "in the environment";
      case OTHER -> elsewhere(source, origin);
    };
  }

  private static String elsewhere(PropertySource<?> source, @Nullable Origin origin) {
    if (source.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME)) {
      return "as a system property (-D)";
    }
    if (source.getName().equals("spring.application.json")) {
      return "in SPRING_APPLICATION_JSON";
    }
    Object place = origin == null ? source.getName() : origin;
    return "in " + Shown.text(place.toString(), SHOWN);
  }
}
