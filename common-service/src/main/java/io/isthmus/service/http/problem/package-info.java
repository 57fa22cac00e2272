/** Refusals as problem details, whoever refuses: a handler, Spring, or Tomcat itself. */
@NullMarked
package io.isthmus.service.http.problem;

import org.jspecify.annotations.NullMarked;
