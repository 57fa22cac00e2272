package io.isthmus.service.settings;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.service.security.RefusedStartException;
import io.isthmus.service.start.ServiceConfiguration;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.mock.env.MockEnvironment;

/** Places where something is set, and the check of what both services read over one of them. */
final class Sources {

  private Sources() {}

  static final KnownSettings KNOWN = KnownSettings.of(ServiceConfiguration.class);
  static final PropertySource<?> PACKAGE =
      new MapPropertySource("default", Map.of("isthmus.model.package", "m.zip"));

  static ConfigurableEnvironment environment(PropertySource<?> source) {
    MockEnvironment environment = new MockEnvironment();
    environment.getPropertySources().addFirst(source);
    environment.getPropertySources().addLast(PACKAGE);
    ConfigurationPropertySources.attach(environment);
    return environment;
  }

  static PropertySource<?> arguments(String... arguments) {
    return new SimpleCommandLinePropertySource(arguments);
  }

  static PropertySource<?> variables(Map<String, Object> variables) {
    return new SystemEnvironmentPropertySource("systemEnvironment", variables);
  }

  static PropertySource<?> yaml(String text) throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new YamlPropertySourceLoader()
        .load("file", new ByteArrayResource(bytes, "config/application.yml"))
        .get(0);
  }

  static void check(PropertySource<?> source) {
    new SettingsCheck(KNOWN).check(environment(source));
  }

  static AbstractThrowableAssert<?, ? extends Throwable> refused(PropertySource<?> source) {
    return assertThatThrownBy(() -> check(source))
        .isInstanceOf(RefusedStartException.class)
        .hasMessageNotContaining("\n");
  }
}
