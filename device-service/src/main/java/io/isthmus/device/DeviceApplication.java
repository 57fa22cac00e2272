package io.isthmus.device;

import io.isthmus.device.decide.PrivacyProperties;
import io.isthmus.device.edge.EdgeProperties;
import io.isthmus.service.ModelConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/** The small machine beside the camera: answers with classes, with or without the edge's help. */
@SpringBootApplication
@Import(ModelConfiguration.class)
@EnableConfigurationProperties({EdgeProperties.class, PrivacyProperties.class})
public class DeviceApplication {

  /** Arguments go to Spring Boot. */
  public static void main(String[] args) {
    SpringApplication.run(DeviceApplication.class, args);
  }
}
