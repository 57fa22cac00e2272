/**
 * What both services are tried with: requests that no client library would send, and bad bodies.
 */
@NullMarked
package io.isthmus.hostile;

import org.jspecify.annotations.NullMarked;
