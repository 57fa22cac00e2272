/**
 * Plans: a batch in chunks, so that device, link and edge work at once. Pure: no clock, no thread,
 * no I/O.
 */
@NullMarked
package io.isthmus.plan;

import org.jspecify.annotations.NullMarked;
