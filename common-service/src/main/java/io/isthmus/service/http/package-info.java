/** What every route needs: queries, the OpenAPI description, and how Tomcat is set up. */
@NullMarked
package io.isthmus.service.http;

import org.jspecify.annotations.NullMarked;
