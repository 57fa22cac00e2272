package io.isthmus.device.dashboard;

import io.isthmus.service.admission.LastingRequests;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** How the page is served, and to how many browsers its events. */
@Configuration(proxyBeanMethods = false)
class PageConfiguration {

  /** The page loads from here alone, runs nothing inline, and is in nobody's frame. */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  /** Listeners at once, where the server has threads enough. */
  private static final int MOST_LISTENERS = 16;

  /** The thread of a listener's request writes to it until the listener goes. */
  @Bean
  LastingRequests listeners(@Value("${server.tomcat.threads.max}") int threads) {
    return LastingRequests.upTo(MOST_LISTENERS, threads);
  }

  @Bean
  OncePerRequestFilter pageHeaders() {
    return new PageHeaders();
  }

  /** What has its version in its path never changes. */
  @Bean
  WebMvcConfigurer chartLibrary() {
    return new WebMvcConfigurer() {
      @Override
      public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry
            .addResourceHandler("/webjars/d3/**")
            .addResourceLocations("classpath:/META-INF/resources/webjars/d3/")
            .setCacheControl(CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable());
      }
    };
  }

  private static final class PageHeaders extends OncePerRequestFilter {

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
      String path = request.getRequestURI();
      return !path.equals("/") && !path.equals("/index.html") && !path.startsWith("/dashboard/");
    }

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      response.setHeader("Content-Security-Policy", POLICY);
      response.setHeader("X-Content-Type-Options", "nosniff");
      response.setHeader("Referrer-Policy", "no-referrer");
      response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
      chain.doFilter(request, response);
    }
  }
}
