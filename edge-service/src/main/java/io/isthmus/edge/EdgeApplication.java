package io.isthmus.edge;

import io.isthmus.service.ModelConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Import;

/** The stronger machine: takes the activation at a cut and answers with the logits. */
@SpringBootApplication
@Import(ModelConfiguration.class)
public class EdgeApplication {

  /** Arguments go to Spring Boot. */
  public static void main(String[] args) {
    SpringApplication.run(EdgeApplication.class, args);
  }
}
