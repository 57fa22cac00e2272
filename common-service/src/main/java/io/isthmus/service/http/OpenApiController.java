package io.isthmus.service.http;

import java.io.IOException;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /v3/api-docs}: the service's OpenAPI document. It is written by hand, and a test holds
 * it against the routes and against what they answer.
 */
@RestController
class OpenApiController {

  @GetMapping(path = "/v3/api-docs", produces = MediaType.APPLICATION_JSON_VALUE)
  byte[] document() throws IOException {
    return new ClassPathResource("openapi.json").getContentAsByteArray();
  }
}
