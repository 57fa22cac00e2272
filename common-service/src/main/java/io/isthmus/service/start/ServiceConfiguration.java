package io.isthmus.service.start;

import io.isthmus.service.admission.InferenceProperties;
import io.isthmus.service.connection.ConnectionProperties;
import io.isthmus.service.http.body.ArrivalProperties;
import io.isthmus.service.model.EngineProperties;
import io.isthmus.service.model.ModelProperties;
import io.isthmus.service.security.NetworkProperties;
import io.isthmus.service.settings.LimitProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** All that both services share; they import it. */
@Configuration(proxyBeanMethods = false)
@ComponentScan("io.isthmus.service")
@EnableConfigurationProperties({
  ModelProperties.class,
  EngineProperties.class,
  InferenceProperties.class,
  LimitProperties.class,
  NetworkProperties.class,
  StartProperties.class,
  ArrivalProperties.class,
  ConnectionProperties.class
})
public class ServiceConfiguration {}
