/** Holds OpenAPI documents against the services that they describe. */
package io.isthmus.openapi;
