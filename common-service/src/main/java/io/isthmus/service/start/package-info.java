/** Puts a service together, and the start that records classes for an ahead-of-time cache. */
@NullMarked
package io.isthmus.service.start;

import org.jspecify.annotations.NullMarked;
