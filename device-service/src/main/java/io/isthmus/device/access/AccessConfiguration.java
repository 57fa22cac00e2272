package io.isthmus.device.access;

import io.isthmus.service.security.RefusedStartException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.Ssl.ClientAuth;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Asks for a key or a certificate before the handlers of the protected routes, and so before a body
 * is read. An interceptor, not a filter: its patterns are matched as the routes themselves are, so
 * that no way of writing a path leads past it.
 */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration implements WebMvcConfigurer {

  private final AccessProperties properties;
  private final @Nullable Ssl ssl;

  AccessConfiguration(AccessProperties properties, ServerProperties server) {
    this.properties = properties;
    this.ssl = server.getSsl();
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    switch (properties.infer()) {
      case OPEN -> {
        // nothing is asked for
      }
      case API_KEY -> add(registry, byKey());
      case CERTIFICATE -> add(registry, byCertificate());
    }
  }

  private Access byKey() {
    ApiKeys keys = new ApiKeys(properties.apiKeys(), properties.apiKeyFile());
    if (keys.isEmpty()) {
      throw new RefusedStartException(
          "isthmus.security.infer=api-key, but there is no key.",
          "Put keys into a file, one a line, and name it with"
              + " --isthmus.security.api-key-file=FILE.");
    }
    return new KeyAccess(keys);
  }

  private Access byCertificate() {
    if (ssl == null || !Ssl.isEnabled(ssl) || !asksForCertificates(ssl)) {
      throw new RefusedStartException(
          "isthmus.security.infer=certificate, but this service asks no client for one.",
          "Start it with --spring.profiles.active=tls, and isthmus.tls.client-auth 'want' or"
              + " 'need'.");
    }
    return new CertificateAccess(properties.certificateNames());
  }

  private static boolean asksForCertificates(Ssl ssl) {
    return ssl.getClientAuth() == ClientAuth.WANT || ssl.getClientAuth() == ClientAuth.NEED;
  }

  private void add(InterceptorRegistry registry, Access access) {
    registry
        .addInterceptor(
            new HandlerInterceptor() {
              @Override
              public boolean preHandle(
                  HttpServletRequest request, HttpServletResponse response, Object handler) {
                access.require(request);
                return true;
              }
            })
        .addPathPatterns(properties.protectedPaths());
  }
}
