package io.isthmus.device;

import io.isthmus.device.access.AccessProperties;
import io.isthmus.device.control.AccuracyProperties;
import io.isthmus.device.control.PrivacyProperties;
import io.isthmus.device.control.RecordProperties;
import io.isthmus.device.edge.EdgeProperties;
import io.isthmus.device.guard.GuardProperties;
import io.isthmus.device.v2.V2Properties;
import io.isthmus.network.Network;
import io.isthmus.service.http.body.BatchLimit;
import io.isthmus.service.settings.LimitProperties;
import io.isthmus.service.settings.ServiceStart;
import io.isthmus.service.start.ServiceConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The small machine beside the camera: answers with classes, with or without the edge's help. */
@SpringBootApplication(proxyBeanMethods = false)
@Import(ServiceConfiguration.class)
@EnableConfigurationProperties({
  EdgeProperties.class,
  AccuracyProperties.class,
  PrivacyProperties.class,
  RecordProperties.class,
  GuardProperties.class,
  AccessProperties.class,
  V2Properties.class
})
public class DeviceApplication {

  /** Batches beyond the device's own room are taken in too: the edge may have room for them. */
  @Bean
  BatchLimit batchLimit(Network network, LimitProperties limits) {
    return BatchLimit.of(network, limits::maxBatch);
  }

  /** Arguments go to Spring Boot. */
  public static void main(String[] args) {
    ServiceStart.run(DeviceApplication.class, args);
  }
}
