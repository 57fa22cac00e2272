package io.isthmus.device;

import io.isthmus.openapi.OpenApiContract;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.TestPropertySource;

/** On a device that works alone. */
@SpringBootTest(classes = DeviceApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@TestPropertySource(
    locations = "classpath:isthmus-test.properties",
    properties = "isthmus.edge.url=")
class DeviceOpenApiTest extends OpenApiContract {}
