/** Spans, meters, and logs that a peer can neither flood nor forge. */
@NullMarked
package io.isthmus.service.observability;

import org.jspecify.annotations.NullMarked;
