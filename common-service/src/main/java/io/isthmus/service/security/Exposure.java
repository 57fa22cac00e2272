package io.isthmus.service.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
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
 * Looks at the configuration before anything else does: without TLS a service listens on loopback
 * only, unless a property says by its name that the network may be plain. A service that a network
 * can reach has its Actuator on a port of its own, which that network cannot.
 */
class Exposure implements EnvironmentPostProcessor, Ordered {

  /** The property that allows a plain network. */
  static final String PLAIN_NETWORK = "isthmus.security.plain-network";

  private static final String MANAGEMENT = "management.server";

  /** Once the configuration files have been read. */
  @Override
  public int getOrder() {
    return ConfigDataEnvironmentPostProcessor.ORDER + 1;
  }

  /** Throws RefusedStartException if others than this machine could reach the service in plain. */
  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    Binder binder = Binder.get(environment);
    boolean tls = Ssl.isEnabled(binder.bind("server.ssl", Ssl.class).orElse(null));
    boolean plainNetwork = environment.getProperty(PLAIN_NETWORK, Boolean.class, false);
    if (tls) {
      TlsFiles.requireAll(environment);
    } else if (!plainNetwork) {
      requireLoopback(environment.getProperty("server.address", ""));
    }
    if (tls || plainNetwork) {
      separateActuator(environment, binder);
    }
  }

  private static void requireLoopback(String address) {
    if (!isLoopback(address)) {
      throw new RefusedStartException(
          "Without TLS this service listens on loopback only, and server.address is '%s': images and activations would cross the network for all to read."
              .formatted(address),
          "Start it with --spring.profiles.active=tls and certificates (docs/tls.md). Where the network itself is private, allow it by name: --%s=true."
              .formatted(PLAIN_NETWORK));
    }
  }

  /** Nothing at all means every address; a name that nobody knows is not known to be loopback. */
  private static boolean isLoopback(String address) {
    try {
      return !address.isBlank() && InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** As defaults, below everything that an operator may say. */
  private static void separateActuator(ConfigurableEnvironment environment, Binder binder) {
    Map<String, Object> defaults = new HashMap<>();
    environment
        .getPropertySources()
        .addLast(new MapPropertySource("isthmus-separate-actuator", defaults));
    defaults.put(MANAGEMENT + ".port", "${isthmus.actuator.port:0}");
    if (ManagementPortType.get(environment) != ManagementPortType.DIFFERENT) {
      return; // the operator wants it where the service is
    }
    defaults.put(MANAGEMENT + ".address", InetAddress.getLoopbackAddress().getHostAddress());
    if (!binder.bind(MANAGEMENT + ".ssl", Ssl.class).isBound()) {
      defaults.put(MANAGEMENT + ".ssl.enabled", "false"); // it would take the service's own
    }
  }
}
