package io.isthmus.service.settings;

import io.isthmus.service.security.RefusedStartException;
import io.isthmus.service.settings.GivenName.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindResult;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Ends a start over a property that no service knows or whose value cannot be, before anything is
 * made or loaded. Spring itself ignores the former, and the service would run with a default in
 * place of what its operator has named.
 */
final class SettingsCheck
    implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

  private static final Logger log = LoggerFactory.getLogger(SettingsCheck.class);

  /** Spring's own whose values are looked at as well; it would end the start much later. */
  private static final List<Class<?>> OF_SPRING =
      List.of(ServerProperties.class, ManagementServerProperties.class);

  private static final int LAST_PORT = 65535;

  private final KnownSettings known;

  SettingsCheck(KnownSettings known) {
    this.known = known;
  }

  /** Once the log is as the configuration wants it. */
  @Override
  public int getOrder() {
    return LoggingApplicationListener.DEFAULT_ORDER + 1;
  }

  @Override
  public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
    check(event.getEnvironment());
  }

  /** Throws RefusedStartException for the first kind of mistake that there is. */
  void check(ConfigurableEnvironment environment) {
    List<GivenName> given = GivenNames.in(environment).toList();
    List<String> unknown = new UnknownNames(known).complaints(given);
    if (!unknown.isEmpty()) {
      throw refused(String.join(" ", unknown));
    }
    requireValues(given);
    requireBindable(Binder.get(environment));
    given.stream().filter(this::isForTheOther).forEach(SettingsCheck::warn);
  }

  /** Spring takes an empty value for none, and so the default. */
  private void requireValues(List<GivenName> given) {
    Set<Setting> seen = new HashSet<>(); // what a stronger source says hides the weaker ones
    for (GivenName name : given) {
      Optional<Setting> setting = known.find(name);
      if (setting.isPresent() && seen.add(setting.get()) && name.isEmpty()) {
        requireMayBeEmpty(setting.get(), name);
      }
    }
  }

  private static void requireMayBeEmpty(Setting setting, GivenName name) {
    if (!setting.mayBeEmpty()) {
      throw refused(
          "%s, set %s, is empty and must be %s."
              .formatted(setting.name(), name.where(), Needed.of(setting.type())));
    }
  }

  private void requireBindable(Binder binder) {
    try {
      known.types().forEach(type -> bind(binder, type));
      OF_SPRING.forEach(type -> bind(binder, type));
      requirePort(binder, "server.port", 0);
      requirePort(binder, "management.server.port", -1); // -1: no Actuator
    } catch (BindException e) {
      throw refused(BadValue.sentence(e).orElseThrow(() -> e));
    }
  }

  private static void bind(Binder binder, Class<?> type) {
    String prefix = type.getAnnotation(ConfigurationProperties.class).value();
    binder.bindOrCreate(prefix, Bindable.of(type));
  }

  private static void requirePort(Binder binder, String property, int least) {
    BindResult<Integer> port = binder.bind(property, Integer.class);
    if (port.isBound() && (port.get() < least || port.get() > LAST_PORT)) {
      throw refused(
          "%s is %d and must be a port from %d to %d."
              .formatted(property, port.get(), least, LAST_PORT));
    }
  }

  private boolean isForTheOther(GivenName name) {
    return name.place() != Place.ARGUMENT && known.find(name).isEmpty() && OtherService.reads(name);
  }

  private static void warn(GivenName name) {
    log.warn("{}, set {}, is read by the device only", name.shown(), name.where());
  }

  private static RefusedStartException refused(String sentence) {
    return new RefusedStartException(sentence, "docs/configuration.md lists what can be set.");
  }
}
