package io.isthmus.edge;

import io.isthmus.openapi.OpenApiContract;

@EdgeTest
class EdgeOpenApiTest extends OpenApiContract {}
