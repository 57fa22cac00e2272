/**
 * Which cut for this request: cost models, plans and the selector. Pure: no clock, no thread, no
 * I/O.
 */
@NullMarked
package io.isthmus.decision;

import org.jspecify.annotations.NullMarked;
