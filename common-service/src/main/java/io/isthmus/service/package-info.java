/** What device and edge share as Spring Boot services. */
@NullMarked
package io.isthmus.service;

import org.jspecify.annotations.NullMarked;
