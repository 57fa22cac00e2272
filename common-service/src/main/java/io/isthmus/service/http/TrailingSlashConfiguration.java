package io.isthmus.service.http;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.filter.UrlHandlerFilter;

/**
 * A route with a slash behind it is that route: clients made from the protocol's OpenAPI add it.
 */
@Configuration(proxyBeanMethods = false)
class TrailingSlashConfiguration {

  /**
   * Takes the slash off before anything looks at the path, so that what is asked of a route is
   * asked of both its forms.
   */
  @Bean
  FilterRegistrationBean<UrlHandlerFilter> trailingSlashes() {
    FilterRegistrationBean<UrlHandlerFilter> filter =
        new FilterRegistrationBean<>(
            UrlHandlerFilter.trailingSlashHandler("/**").wrapRequest().build());
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return filter;
  }
}
