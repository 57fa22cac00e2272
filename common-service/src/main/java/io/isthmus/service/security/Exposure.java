package io.isthmus.service.security;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.server.Ssl;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Looks at the configuration before anything else does: without TLS a listener, of the service or
 * of Actuator, is on loopback only, unless a property says by its name that the network may be
 * plain. A service that a network can reach has its Actuator on a port of its own, which that
 * network cannot reach.
 */
class Exposure implements EnvironmentPostProcessor, Ordered {

  /** The property that allows a plain network. */
  static final String PLAIN_NETWORK = "isthmus.security.plain-network";

  /** The property that allows Actuator to be plain beside a service that is not. */
  static final String PLAIN_ACTUATOR = "isthmus.security.plain-actuator";

  private static final String MANAGEMENT = "management.server";
  private static final String MANAGEMENT_ADDRESS = MANAGEMENT + ".address";

  /** Once the configuration files have been read. */
  @Override
  public int getOrder() {
    return ConfigDataEnvironmentPostProcessor.ORDER + 1;
  }

  /** Throws RefusedStartException if others than this machine could reach a listener in plain. */
  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    Binder binder = Binder.get(environment);
    binder.bind("server.port", Integer.class); // names the property where it is no number
    binder.bind(MANAGEMENT + ".port", Integer.class);
    NetworkProperties plain = binder.bindOrCreate("isthmus.security", NetworkProperties.class);
    boolean tls = Ssl.isEnabled(binder.bind("server.ssl", Ssl.class).orElse(null));
    if (tls) {
      TlsFiles.requireAll(environment);
    } else if (!plain.plainNetwork()) {
      requireLoopback(
          "this service",
          "server.address",
          environment,
          "Start it with --spring.profiles.active=tls and certificates (docs/tls.md). Where the"
              + " network itself is private, allow it by name: --%s=true."
                  .formatted(PLAIN_NETWORK));
    }
    Map<String, Object> defaults = new HashMap<>();
    environment
        .getPropertySources()
        .addLast(new MapPropertySource("isthmus-separate-actuator", defaults));
    if (tls || plain.plainNetwork()) {
      defaults.put(MANAGEMENT + ".port", "${isthmus.actuator.port:0}");
    }
    lookAtActuator(environment, defaults, plain);
  }

  /** With defaults below everything that an operator may say. */
  private static void lookAtActuator(
      ConfigurableEnvironment environment, Map<String, Object> defaults, NetworkProperties plain) {
    if (ManagementPortType.get(environment) != ManagementPortType.DIFFERENT) {
      requireNoAddress(environment);
      return; // it is where the service is, or nowhere
    }
    defaults.put(MANAGEMENT_ADDRESS, InetAddress.getLoopbackAddress().getHostAddress());
    Ssl ssl = Binder.get(environment).bind(MANAGEMENT + ".ssl", Ssl.class).orElse(null);
    if (ssl == null) {
      defaults.put(MANAGEMENT + ".ssl.enabled", "false"); // it would take the service's own
    }
    if (!Ssl.isEnabled(ssl) && !plain.plainNetwork() && !plain.plainActuator()) {
      requireLoopback(
          "Actuator",
          MANAGEMENT_ADDRESS,
          environment,
          "Give it TLS with --management.server.ssl.bundle=isthmus, or allow it by name: --%s=true."
              .formatted(PLAIN_ACTUATOR));
    }
  }

  /** Spring ends such a start with a stack trace. */
  private static void requireNoAddress(ConfigurableEnvironment environment) {
    boolean same = ManagementPortType.get(environment) == ManagementPortType.SAME;
    if (same && !environment.getProperty(MANAGEMENT_ADDRESS, "").isBlank()) {
      throw new RefusedStartException(
          "management.server.address is set, but Actuator is on the service's own port.",
          "Give it a port of its own with --management.server.port=PORT.");
    }
  }

  private static void requireLoopback(
      String who, String property, ConfigurableEnvironment environment, String action) {
    String address = environment.getProperty(property, "");
    if (!Loopback.isNamedBy(address)) {
      throw new RefusedStartException(
          "Without TLS %s listens on loopback only, and %s is '%s': what is sent would cross the network for all to read."
              .formatted(who, property, address),
          action);
    }
  }
}
